import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { endedOrder } from "../../../../../orders/ended-order";
import { confirmReceipt } from "../../../../../receipt/confirm";

/** The customer who asks has received an order; it is completed. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const orderId = req.params.id ?? "";
  await confirmReceipt(req.scope, { orderId, customerId: req.auth_context.actor_id });
  res.json({ order: await endedOrder(req.scope, orderId) });
}
