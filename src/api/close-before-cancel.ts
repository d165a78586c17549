import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { prepareCancellation } from "@mall/order-lifecycle/workflows";
import { closeOrderPaymentWorkflow } from "@mall/wechat-pay/workflows";

/**
 * A merchant who cancels an order closes its payment first. Whoever paid meanwhile has paid: that
 * is booked, and refunded before Medusa cancels the order. When the refund is refused, so is the
 * cancellation. It runs while the request holds the order's lock.
 */
export async function closeBeforeCancel(
  req: MedusaRequest,
  _res: MedusaResponse,
  next: MedusaNextFunction,
): Promise<void> {
  const orderId = req.params.id ?? "";
  try {
    await closeOrderPaymentWorkflow(req.scope).run({ input: { order_id: orderId } });
    await prepareCancellation(req.scope, orderId);
    next();
  } catch (error) {
    next(error);
  }
}
