import { model } from "@medusajs/framework/utils";
import { refundStates } from "../rules";

/**
 * One refund at WeChat: one `out_refund_no`, which is never used for anything else. The row is
 * committed before WeChat is asked, so whatever happens then, the same number is asked again.
 */
export const WechatRefund = model
  .define("wechat_refund", {
    id: model.id({ prefix: "wxref" }).primaryKey(),
    out_refund_no: model.text(),
    /** Medusa's refund, or else the exception whose unbooked money goes back. */
    refund_id: model.text().nullable(),
    exception_id: model.text().nullable(),
    /** WeChat closes a refund for good; the next one of the same intent has another number. */
    attempt: model.number().default(1),
    out_trade_no: model.text(),
    order_id: model.text().nullable(),
    /** Yuan. */
    amount: model.bigNumber(),
    /** What the transaction came to, in yuan: WeChat wants to hear it with every refund. */
    total: model.bigNumber(),
    reason: model.text().nullable(),
    state: model.enum([...refundStates]).default("requested"),
    wechat_refund_id: model.text().nullable(),
    /** When WeChat accepted it, by WeChat's clock: the day of its bill. */
    accepted_at: model.dateTime().nullable(),
    succeeded_at: model.dateTime().nullable(),
    /** When something is done about it next; null when only a person can, or nothing is left to do. */
    next_attempt_at: model.dateTime().nullable(),
    attempts: model.number().default(0),
    last_error: model.text().nullable(),
  })
  .indexes([
    { name: "IDX_wechat_refund_out_refund_no", on: ["out_refund_no"], unique: true },
    {
      name: "IDX_wechat_refund_refund_id_attempt",
      on: ["refund_id", "attempt"],
      unique: true,
      where: "refund_id IS NOT NULL",
    },
    {
      name: "IDX_wechat_refund_exception_id_attempt",
      on: ["exception_id", "attempt"],
      unique: true,
      where: "exception_id IS NOT NULL",
    },
    { name: "IDX_wechat_refund_out_trade_no", on: ["out_trade_no"] },
    { name: "IDX_wechat_refund_order_id", on: ["order_id"], where: "order_id IS NOT NULL" },
    { name: "IDX_wechat_refund_accepted_at", on: ["accepted_at"] },
    {
      name: "IDX_wechat_refund_next_attempt_at",
      on: ["next_attempt_at"],
      where: "next_attempt_at IS NOT NULL",
    },
  ])
  .checks([
    {
      name: "CK_wechat_refund_amount",
      expression: (c) => `${c.amount} > 0 AND ${c.amount} <= ${c.total}`,
    },
    {
      name: "CK_wechat_refund_has_one_source",
      expression: (c) => `(${c.refund_id} IS NULL) <> (${c.exception_id} IS NULL)`,
    },
    {
      name: "CK_wechat_refund_open_is_scheduled",
      expression: (c) =>
        `(${c.state} IN ('requested', 'sent', 'processing')) = (${c.next_attempt_at} IS NOT NULL)`,
    },
    {
      name: "CK_wechat_refund_succeeded_at",
      expression: (c) => `(${c.state} = 'succeeded') = (${c.succeeded_at} IS NOT NULL)`,
    },
  ]);
