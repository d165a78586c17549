import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { AFTER_SALE_MODULE } from "../../../modules/after-sale";
import type { AfterSaleModuleService } from "../../../modules/after-sale/service";
import type { StoreQuery } from "../../validators";
import { viewOf } from "../../views";

/** All requests of the shopper who asks, the newest first. */
export async function GET(
  req: AuthenticatedMedusaRequest<unknown, StoreQuery>,
  res: MedusaResponse,
): Promise<void> {
  const { limit, offset } = req.validatedQuery as StoreQuery;
  const [requests, count] = await req.scope
    .resolve<AfterSaleModuleService>(AFTER_SALE_MODULE)
    .listAndCountRefundRequests(
      { customer_id: req.auth_context.actor_id },
      { order: { requested_at: "DESC", id: "DESC" }, take: limit, skip: offset },
    );
  res.json({ refund_requests: requests.map(viewOf), count, limit, offset });
}
