import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { endWithoutRefund } from "../../../../../orders/end";
import { ownRequest, shopperDetail } from "../../../../views";

/** The shopper changed their mind, before the merchant decided or before the goods were back. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const customerId = req.auth_context.actor_id;
  const { id } = await ownRequest(req.scope, req.params.id ?? "", customerId);
  await endWithoutRefund(req.scope, id, { to: "withdrawn" }, { type: "customer", id: customerId });
  res.json({ refund_request: await shopperDetail(req.scope, id) });
}
