import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { prepareCancellation } from "@mall/order-lifecycle/workflows";
import { closePayments } from "../orders/close-payments";

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
    await closePayments(req.scope, orderId);
    await prepareCancellation(req.scope, orderId);
    next();
  } catch (error) {
    next(error);
  }
}
