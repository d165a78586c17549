import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { retryException } from "../../../../../exceptions/decide";
import { detailView } from "../../../../../exceptions/view";
import { exceptionOf } from "../../exception-of";
import type { RetryBody } from "../../validators";

/** Has a refund tried again that WeChat did not carry out. */
export async function POST(
  req: AuthenticatedMedusaRequest<RetryBody>,
  res: MedusaResponse,
): Promise<void> {
  await retryException(req.scope, await exceptionOf(req), {
    actorId: req.auth_context.actor_id,
    note: req.validatedBody.note,
  });
  res.json({ payment_exception: await detailView(req.scope, await exceptionOf(req)) });
}
