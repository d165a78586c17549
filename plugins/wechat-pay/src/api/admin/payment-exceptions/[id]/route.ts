import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { detailView } from "../../../../exceptions/view";
import { exceptionOf } from "../exception-of";

/** One exception, with what was seen and who did what. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.json({ payment_exception: await detailView(req.scope, await exceptionOf(req)) });
}
