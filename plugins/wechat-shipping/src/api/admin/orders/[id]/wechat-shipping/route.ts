import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { carriers } from "../../../../../modules/wechat-shipping/carrier-rules";
import { WECHAT_SHIPPING_MODULE } from "../../../../../modules/wechat-shipping";
import type { WechatShippingModuleService } from "../../../../../modules/wechat-shipping/service";

/** How far the report of this order's shipping is, and the carriers that a merchant may name. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const [upload] = await req.scope
    .resolve<WechatShippingModuleService>(WECHAT_SHIPPING_MODULE)
    .listWechatShippingUploads({ order_id: req.params.id ?? "" });
  res.json({
    wechat_shipping: upload
      ? {
          state: upload.state,
          attempts: upload.attempts,
          next_attempt_at: upload.next_attempt_at,
          last_error: upload.last_error,
          uploaded_at: upload.uploaded_at,
          express_company: upload.express_company,
        }
      : null,
    carriers: carriers.map(({ code, name }) => ({ code, name })),
  });
}
