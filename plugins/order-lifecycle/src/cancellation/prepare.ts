import type { MedusaContainer } from "@medusajs/framework/types";
import { judgeCancellation } from "../modules/order-lifecycle/rules";
import { loadOrder } from "../orders/load-order";
import { refundBeforeCancelWorkflow } from "../workflows/refund-before-cancel";

/**
 * Gives back what was paid for an order that is about to be canceled by somebody else, as by Medusa's
 * own route. One that cannot be canceled is left as it is. Under the order's lock.
 */
export async function prepareCancellation(
  container: MedusaContainer,
  orderId: string,
): Promise<void> {
  const order = await loadOrder(container, orderId);
  if (order === undefined || judgeCancellation(order) !== "cancelable") return;
  await refundBeforeCancelWorkflow(container).run({ input: { order_id: orderId } });
}
