import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { systemClock } from "@mall/kernel";
import { WECHAT_SHIPPING_MODULE } from "../../../../../../modules/wechat-shipping";
import type { WechatShippingModuleService } from "../../../../../../modules/wechat-shipping/service";
import type { RetryBody } from "./validators";

/** A merchant has this order reported again, with the carrier when the parcels do not tell it. */
export async function POST(req: MedusaRequest<RetryBody>, res: MedusaResponse): Promise<void> {
  await req.scope
    .resolve<WechatShippingModuleService>(WECHAT_SHIPPING_MODULE)
    .retryUpload(req.params.id ?? "", req.validatedBody.express_company, systemClock.now());
  res.json({ state: "pending" });
}
