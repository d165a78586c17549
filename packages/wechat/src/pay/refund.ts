import { z } from "zod";
import { WechatMalformedError } from "../errors";
import { fenAmount, optionalText, optionalTime } from "./fields";

/** In fen. The `payer_` amounts are lower when a coupon of WeChat paid a part. */
const noticeAmount = z.object({
  /** Of the order. */
  total: fenAmount,
  /** Of this refund. */
  refund: fenAmount,
  payer_total: fenAmount,
  payer_refund: fenAmount,
});

const amount = noticeAmount.extend({
  settlement_total: fenAmount.optional(),
  settlement_refund: fenAmount.optional(),
  discount_refund: fenAmount.optional(),
  currency: optionalText,
});

const withinTheOrder = (refunded: { amount: { refund: number; total: number } }) =>
  refunded.amount.refund <= refunded.amount.total;
const BEYOND = { message: "more is refunded than the order had" };

const refund = z
  .object({
    refund_id: z.string().min(1),
    out_refund_no: z.string().min(1),
    transaction_id: z.string().min(1),
    out_trade_no: z.string().min(1),
    status: z.enum(["PROCESSING", "SUCCESS", "CLOSED", "ABNORMAL"]),
    /** RFC 3339; of a successful refund. */
    success_time: optionalTime,
    /** RFC 3339 */
    create_time: z.string().refine((text) => !Number.isNaN(Date.parse(text)), "not a time"),
    /** Such as `ORIGINAL`: back the way it was paid. */
    channel: optionalText,
    /** For people to read, such as `招商银行信用卡0403`. */
    user_received_account: optionalText,
    amount,
  })
  .refine(withinTheOrder, BEYOND);

const notice = z
  .object({
    mchid: z.string().min(1),
    refund_id: z.string().min(1),
    out_refund_no: z.string().min(1),
    transaction_id: z.string().min(1),
    out_trade_no: z.string().min(1),
    refund_status: z.enum(["SUCCESS", "CLOSED", "ABNORMAL"]),
    /** RFC 3339; of a successful refund. */
    success_time: optionalTime,
    user_received_account: optionalText,
    amount: noticeAmount,
  })
  .refine(withinTheOrder, BEYOND);

/**
 * A refund at WeChat Pay, as the refund call and its query answer it. `SUCCESS` and `CLOSED` are
 * final. `ABNORMAL`: the shopper's card or account takes no money; see `applyAbnormalRefund`.
 *
 * Source: WeChat Pay API v3, "申请退款", "查询单笔退款".
 */
export type WechatRefund = z.infer<typeof refund>;

/**
 * What a REFUND notification says. Its state is in `refund_status`, not in `status`, and it names
 * the merchant.
 *
 * Source: WeChat Pay API v3, "退款结果通知".
 */
export type WechatRefundNotice = z.infer<typeof notice>;

/** @throws WechatMalformedError when `value` is no refund; unknown fields are dropped */
export function parseRefund(value: unknown): WechatRefund {
  return read(refund, value);
}

/** @throws WechatMalformedError when `value` is not what this REFUND event promises */
export function parseRefundNotice(value: unknown, eventType: string): WechatRefundNotice {
  const parsed = read(notice, value);
  if (eventType !== `REFUND.${parsed.refund_status}`) {
    throw new WechatMalformedError(
      `WeChat Pay sent ${eventType} about a refund that is ${parsed.refund_status}`,
    );
  }
  return parsed;
}

function read<Read>(schema: z.ZodType<Read>, value: unknown): Read {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new WechatMalformedError(
      `WeChat Pay sent a malformed refund: ${z.prettifyError(parsed.error)}`,
    );
  }
  return parsed.data;
}
