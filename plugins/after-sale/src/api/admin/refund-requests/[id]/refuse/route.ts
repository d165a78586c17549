import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { endWithoutRefund } from "../../../../../orders/end";
import type { RefuseBody } from "../../../../validators";
import { adminDetail } from "../../../../views";

/** The merchant refuses a request, or one whose goods did not come back. */
export async function POST(
  req: AuthenticatedMedusaRequest<RefuseBody>,
  res: MedusaResponse,
): Promise<void> {
  const id = req.params.id ?? "";
  await endWithoutRefund(
    req.scope,
    id,
    { to: "refused", reason: req.validatedBody.reason },
    { type: "user", id: req.auth_context.actor_id },
  );
  res.json({ refund_request: await adminDetail(req.scope, id) });
}
