import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { payOrderWorkflow } from "../../../../../workflows/pay-order";

/** Answers what `wx.requestPayment` takes, for an order of the customer who asks. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { result } = await payOrderWorkflow(req.scope).run({
    input: {
      order_id: req.params.id ?? "",
      customer_id: req.auth_context.actor_id,
      auth_identity_id: req.auth_context.auth_identity_id,
    },
  });
  res.json(result);
}
