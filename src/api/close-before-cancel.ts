import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { closeOrderPaymentWorkflow } from "@mall/wechat-pay/workflows";

/**
 * A merchant who cancels an order closes its payment first. Whoever paid meanwhile has paid: that
 * is booked, and Medusa's cancellation then deals with a paid order.
 */
export async function closeBeforeCancel(
  req: MedusaRequest,
  _res: MedusaResponse,
  next: MedusaNextFunction,
): Promise<void> {
  try {
    await closeOrderPaymentWorkflow(req.scope).run({ input: { order_id: req.params.id ?? "" } });
    next();
  } catch (error) {
    next(error);
  }
}
