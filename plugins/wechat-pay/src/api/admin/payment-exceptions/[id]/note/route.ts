import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { noteException } from "../../../../../exceptions/decide";
import { detailView } from "../../../../../exceptions/view";
import { exceptionOf } from "../../exception-of";
import type { ReasonedBody } from "../../validators";

/** Writes down what a merchant found out, open or not. */
export async function POST(
  req: AuthenticatedMedusaRequest<ReasonedBody>,
  res: MedusaResponse,
): Promise<void> {
  await noteException(req.scope, await exceptionOf(req), {
    actorId: req.auth_context.actor_id,
    note: req.validatedBody.note,
  });
  res.json({ payment_exception: await detailView(req.scope, await exceptionOf(req)) });
}
