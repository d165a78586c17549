import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { systemClock } from "@mall/kernel";
import { AFTER_SALE_MODULE } from "../../../../../modules/after-sale";
import type { AfterSaleModuleService } from "../../../../../modules/after-sale/service";
import type { ReturnShipmentBody } from "../../../../validators";
import { ownRequest, shopperDetail } from "../../../../views";

/** The shopper tells with what the goods come back; may be corrected until they have. */
export async function POST(
  req: AuthenticatedMedusaRequest<ReturnShipmentBody>,
  res: MedusaResponse,
): Promise<void> {
  const { carrier, tracking_number } = req.validatedBody;
  const { id } = await ownRequest(req.scope, req.params.id ?? "", req.auth_context.actor_id);
  await req.scope
    .resolve<AfterSaleModuleService>(AFTER_SALE_MODULE)
    .recordReturnShipment(id, { carrier, trackingNumber: tracking_number }, systemClock.now());
  res.json({ refund_request: await shopperDetail(req.scope, id) });
}
