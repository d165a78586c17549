import { z } from "zod";
import { isNotifyUrl } from "./formats";
import { outTradeNo, text } from "./prepay-schema";

/** `out_refund_no` of every API. */
export const outRefundNo = z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/);

/** Fen. */
const fen = z.int().min(1);

const goods = z.object({
  merchant_goods_id: text(1, 32),
  wechatpay_goods_id: text(1, 32).optional(),
  goods_name: text(1, 256).optional(),
  unit_price: fen,
  refund_amount: fen,
  refund_quantity: fen,
});

/** The request of "申请退款". */
export const refundSchema = z
  .object({
    transaction_id: text(1, 32).optional(),
    out_trade_no: outTradeNo.optional(),
    out_refund_no: outRefundNo,
    reason: text(1, 80).optional(),
    notify_url: text(8, 255)
      .refine(isNotifyUrl, { error: "必须是https地址，且不能携带参数" })
      .optional(),
    funds_account: z.enum(["AVAILABLE", "UNSETTLED"]).optional(),
    amount: z
      .object({ refund: fen, total: fen, currency: z.literal("CNY", { error: "币种只支持CNY" }) })
      .refine(({ refund, total }) => refund <= total, {
        error: "退款金额不能大于订单金额",
        path: ["refund"],
      }),
    goods_detail: z.array(goods).min(1).optional(),
  })
  .refine((one) => one.transaction_id !== undefined || one.out_trade_no !== undefined, {
    error: "transaction_id和out_trade_no必须传一个",
    path: ["transaction_id"],
  });

/** The request of "发起异常退款". The bank account and its owner are encrypted, and not read here. */
export const abnormalRefundSchema = z
  .object({
    out_refund_no: outRefundNo,
    type: z.enum(["USER_BANK_CARD", "MERCHANT_BANK_CARD"]),
    bank_type: text(1, 20).optional(),
    bank_account: text(1, 1024).optional(),
    real_name: text(1, 1024).optional(),
  })
  .refine((one) => one.type === "MERCHANT_BANK_CARD" || one.bank_account !== undefined, {
    error: "退款至用户时必填",
    path: ["bank_account"],
  });
