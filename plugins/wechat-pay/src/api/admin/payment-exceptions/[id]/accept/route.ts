import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { acceptException } from "../../../../../exceptions/decide";
import { detailView } from "../../../../../exceptions/view";
import { exceptionOf } from "../../exception-of";
import type { ReasonedBody } from "../../validators";

/** Closes an exception that somebody has seen to. */
export async function POST(
  req: AuthenticatedMedusaRequest<ReasonedBody>,
  res: MedusaResponse,
): Promise<void> {
  await acceptException(req.scope, await exceptionOf(req), {
    actorId: req.auth_context.actor_id,
    note: req.validatedBody.note,
  });
  res.json({ payment_exception: await detailView(req.scope, await exceptionOf(req)) });
}
