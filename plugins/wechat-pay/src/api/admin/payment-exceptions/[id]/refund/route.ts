import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refundException } from "../../../../../exceptions/decide";
import { detailView } from "../../../../../exceptions/view";
import { exceptionOf } from "../../exception-of";
import type { ReasonedBody } from "../../validators";

/** Sends the money behind an exception back to whoever paid it. */
export async function POST(
  req: AuthenticatedMedusaRequest<ReasonedBody>,
  res: MedusaResponse,
): Promise<void> {
  await refundException(req.scope, await exceptionOf(req), {
    actorId: req.auth_context.actor_id,
    note: req.validatedBody.note,
  });
  res.json({ payment_exception: await detailView(req.scope, await exceptionOf(req)) });
}
