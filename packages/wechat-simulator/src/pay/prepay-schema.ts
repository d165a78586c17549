import { z } from "zod";
import { isNotifyUrl, isRfc3339 } from "./formats";

/** WeChat counts characters, not UTF-16 units. */
export const text = (minimum: number, maximum: number) =>
  z.string().refine(
    (value) => {
      const { length } = Array.from(value);
      return length >= minimum && length <= maximum;
    },
    { error: `字符数必须在 ${minimum} 到 ${maximum} 之间` },
  );

/** Fen. */
const fen = z.int().min(0);

const goodsDetail = z.object({
  merchant_goods_id: text(1, 32),
  wechatpay_goods_id: text(1, 32).optional(),
  goods_name: text(1, 256).optional(),
  quantity: z.int().min(1),
  unit_price: fen,
});

const sceneInfo = z.object({
  payer_client_ip: text(7, 45),
  device_id: text(1, 32).optional(),
  store_info: z
    .object({
      id: text(1, 32),
      name: text(1, 256).optional(),
      area_code: text(1, 32).optional(),
      address: text(1, 512).optional(),
    })
    .optional(),
});

/** `out_trade_no` of every API. */
export const outTradeNo = z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/);

/** The request of "JSAPI/小程序下单". */
export const prepaySchema = z.object({
  appid: text(1, 32),
  mchid: text(1, 32),
  description: text(1, 127),
  out_trade_no: outTradeNo,
  time_expire: z.string().refine(isRfc3339, { error: "必须是RFC3339格式的时间" }).optional(),
  attach: text(1, 128).optional(),
  notify_url: text(1, 255).refine(isNotifyUrl, {
    error: "必须是https地址，且不能携带参数",
  }),
  goods_tag: text(1, 32).optional(),
  support_fapiao: z.boolean().optional(),
  amount: z.object({
    total: z.int().min(1),
    currency: z.literal("CNY", { error: "币种只支持CNY" }).default("CNY"),
  }),
  payer: z.object({ openid: text(1, 128) }),
  detail: z
    .object({
      cost_price: fen.optional(),
      invoice_id: text(1, 32).optional(),
      goods_detail: z.array(goodsDetail).min(1).optional(),
    })
    .optional(),
  scene_info: sceneInfo.optional(),
  settle_info: z.object({ profit_sharing: z.boolean().optional() }).optional(),
});

export type PrepayRequest = z.output<typeof prepaySchema>;
