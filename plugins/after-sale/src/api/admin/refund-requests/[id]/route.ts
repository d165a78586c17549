import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { adminDetail } from "../../../views";

/** A refund request with what happened to it. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.json({ refund_request: await adminDetail(req.scope, req.params.id ?? "") });
}
