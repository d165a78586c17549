import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { AFTER_SALE_MODULE } from "../../../modules/after-sale";
import type { AfterSaleModuleService } from "../../../modules/after-sale/service";
import type { AdminQuery } from "../../validators";
import { adminViews } from "../../views";

/** Refund requests, the newest first; of one state or one order when asked. */
export async function GET(
  req: MedusaRequest<unknown, AdminQuery>,
  res: MedusaResponse,
): Promise<void> {
  const { limit, offset, state, order_id } = req.validatedQuery as AdminQuery;
  const [requests, count] = await req.scope
    .resolve<AfterSaleModuleService>(AFTER_SALE_MODULE)
    .listAndCountRefundRequests(
      { ...(state !== undefined && { state }), ...(order_id !== undefined && { order_id }) },
      { order: { requested_at: "DESC", id: "DESC" }, take: limit, skip: offset },
    );
  res.json({ refund_requests: await adminViews(req.scope, requests), count, limit, offset });
}
