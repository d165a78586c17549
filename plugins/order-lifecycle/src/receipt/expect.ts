import type { MedusaContainer } from "@medusajs/framework/types";
import { judgeReceipt } from "../modules/order-lifecycle/rules";
import { ORDER_LIFECYCLE_MODULE } from "../modules/order-lifecycle";
import type { OrderLifecycleModuleService } from "../modules/order-lifecycle/service";
import { loadOrder } from "../orders/load-order";

/** Lets an order wait for its receipt, if everything of it was sent. */
export async function expectReceipt(container: MedusaContainer, orderId: string): Promise<void> {
  const order = await loadOrder(container, orderId);
  if (order?.sentAt === undefined || judgeReceipt(order) !== "receivable") return;
  await container
    .resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE)
    .expectReceipt(orderId, order.sentAt);
}
