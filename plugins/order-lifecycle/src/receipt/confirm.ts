import type { MedusaContainer } from "@medusajs/framework/types";
import { completeOrderWorkflow } from "@medusajs/medusa/core-flows";
import { orderLock, systemClock, withLock } from "@mall/kernel";
import { ORDER_LIFECYCLE_MODULE } from "../modules/order-lifecycle";
import { OrderLifecycleErrors } from "../modules/order-lifecycle/errors";
import { judgeReceipt, type ReceiptVerdict } from "../modules/order-lifecycle/rules";
import type { OrderLifecycleModuleService, ReceiptActor } from "../modules/order-lifecycle/service";
import { loadOrder, type LivingOrder } from "../orders/load-order";

/**
 * The shopper has the goods: completes the order. Doing it again changes nothing.
 *
 * @throws order_lifecycle.order_not_found, order_canceled, not_paid, not_shipped
 */
export async function confirmReceipt(
  container: MedusaContainer,
  { orderId, customerId }: { orderId: string; customerId: string },
): Promise<void> {
  if ((await loadOrder(container, orderId, customerId)) === undefined) {
    throw OrderLifecycleErrors.order_not_found();
  }
  const verdict = await settleReceipt(container, orderId, "shopper");
  if (verdict !== "receivable" && verdict !== "confirmed") throw OrderLifecycleErrors[verdict]();
}

/** Nobody confirmed in time, or who did was interrupted: the system goes on. */
export async function confirmDueReceipt(
  container: MedusaContainer,
  orderId: string,
): Promise<ReceiptVerdict> {
  return settleReceipt(container, orderId, "system");
}

async function settleReceipt(
  container: MedusaContainer,
  orderId: string,
  by: ReceiptActor,
): Promise<ReceiptVerdict> {
  const service = container.resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE);
  return withLock(container, orderLock(orderId), async () => {
    const order = await loadOrder(container, orderId);
    const verdict = order === undefined ? "order_canceled" : judgeReceipt(order);
    if (verdict === "receivable") await complete(container, service, order, by);
    if (verdict === "confirmed") {
      // Whoever began this stays; an order that nobody confirmed here was completed in the admin.
      await service.beginConfirmation(orderId, "merchant", systemClock.now());
      await service.closeReceipt(orderId, "confirmed");
    }
    if (verdict === "order_canceled") await service.closeReceipt(orderId, "lapsed");
    return verdict;
  });
}

/** Who confirms is written first; a crash before the order is completed leaves it to the job. */
async function complete(
  container: MedusaContainer,
  service: OrderLifecycleModuleService,
  order: LivingOrder | undefined,
  by: ReceiptActor,
): Promise<void> {
  if (order?.sentAt === undefined) return;
  await service.expectReceipt(order.id, order.sentAt);
  await service.beginConfirmation(order.id, by, systemClock.now());
  await completeOrderWorkflow(container).run({ input: { orderIds: [order.id] } });
  await service.closeReceipt(order.id, "confirmed");
}
