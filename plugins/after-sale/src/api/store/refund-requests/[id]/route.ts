import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ownRequest, shopperDetail } from "../../../views";

/** A request of the shopper who asks, with what happened to it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { id } = await ownRequest(req.scope, req.params.id ?? "", req.auth_context.actor_id);
  res.json({ refund_request: await shopperDetail(req.scope, id) });
}
