import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { cancelForShopper } from "../../../../../cancellation/carry-out";
import { endedOrder } from "../../../../../orders/ended-order";

/** Cancels an order of the customer who asks, as long as nothing of it was sent. */
export async function POST(
  req: AuthenticatedMedusaRequest<{ reason?: string }>,
  res: MedusaResponse,
): Promise<void> {
  const orderId = req.params.id ?? "";
  await cancelForShopper(req.scope, {
    orderId,
    requestedBy: req.auth_context.actor_id,
    reason: req.validatedBody.reason,
  });
  res.json({ order: await endedOrder(req.scope, orderId) });
}
