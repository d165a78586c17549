import { z } from "zod";
import { WechatMalformedError } from "../errors";
import { fenAmount, optionalText, optionalTime } from "./fields";

const TRADE_STATES = [
  "SUCCESS",
  "REFUND",
  "NOTPAY",
  "CLOSED",
  "REVOKED",
  "USERPAYING",
  "PAYERROR",
] as const;

const transaction = z
  .object({
    appid: z.string(),
    mchid: z.string(),
    out_trade_no: z.string(),
    transaction_id: optionalText,
    trade_type: optionalText,
    trade_state: z.enum(TRADE_STATES),
    trade_state_desc: optionalText,
    bank_type: optionalText,
    attach: optionalText,
    /** RFC 3339 */
    success_time: optionalTime,
    payer: z
      .object({ openid: optionalText })
      .optional()
      .transform((payer) => (payer?.openid === undefined ? undefined : { openid: payer.openid })),
    /** In fen. `payer_total` is less than `total` when a coupon of WeChat paid a part. */
    amount: z
      .object({
        total: fenAmount,
        payer_total: fenAmount.optional(),
        currency: optionalText,
        payer_currency: optionalText,
      })
      .optional(),
  })
  .refine((paid) => paid.trade_state !== "SUCCESS" || isComplete(paid), {
    message: "a successful transaction lacks its number, amount, payer or time",
  });

function isComplete(paid: {
  transaction_id?: unknown;
  amount?: unknown;
  payer?: unknown;
  success_time?: unknown;
}): boolean {
  return [paid.transaction_id, paid.amount, paid.payer, paid.success_time].every(
    (field) => field !== undefined,
  );
}

/**
 * A payment at WeChat Pay, as queries and TRANSACTION notifications carry it. An unpaid order has
 * no payment fields; a SUCCESS has transaction_id, amount, payer and success_time.
 *
 * Source: WeChat Pay API v3, "微信支付订单号查询订单", "支付成功通知".
 */
export type WechatTransaction = z.infer<typeof transaction>;

/** @throws WechatMalformedError when `value` is no transaction; unknown fields are dropped */
export function parseTransaction(value: unknown): WechatTransaction {
  const parsed = transaction.safeParse(value);
  if (!parsed.success) {
    throw new WechatMalformedError(
      `WeChat Pay sent a malformed transaction: ${z.prettifyError(parsed.error)}`,
    );
  }
  return parsed.data;
}
