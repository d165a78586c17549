import { model } from "@medusajs/framework/utils";

/**
 * One payment at WeChat: one `out_trade_no`, which is one Medusa payment session.
 * The row is written before WeChat is asked, so that a lost answer is found by query.
 */
export const WechatPayment = model
  .define("wechat_payment", {
    id: model.id({ prefix: "wxpay" }).primaryKey(),
    out_trade_no: model.text(),
    payment_session_id: model.text(),
    order_id: model.text(),
    app_id: model.text(),
    mch_id: model.text(),
    openid: model.text(),
    /** Yuan, as everywhere in Medusa. */
    amount: model.bigNumber(),
    description: model.text(),
    state: model.enum(["pending", "paid", "closed"]).default("pending"),
    /** The order's payment deadline, told to WeChat as `time_expire`. */
    expires_at: model.dateTime(),
    prepay_id: model.text().nullable(),
    prepaid_at: model.dateTime().nullable(),
    transaction_id: model.text().nullable(),
    paid_at: model.dateTime().nullable(),
    /** When WeChat is asked next whether it was paid; null when there is nothing left to ask. */
    next_query_at: model.dateTime().nullable(),
    query_count: model.number().default(0),
    /** Until when one process holds this payment to settle it; a crash frees it by running out. */
    leased_until: model.dateTime().nullable(),
  })
  .indexes([
    { name: "IDX_wechat_payment_out_trade_no", on: ["out_trade_no"], unique: true },
    { name: "IDX_wechat_payment_payment_session_id", on: ["payment_session_id"], unique: true },
    {
      name: "IDX_wechat_payment_transaction_id",
      on: ["transaction_id"],
      unique: true,
      where: "transaction_id IS NOT NULL",
    },
    { name: "IDX_wechat_payment_order_id", on: ["order_id"] },
    {
      name: "IDX_wechat_payment_next_query_at",
      on: ["next_query_at"],
      where: "next_query_at IS NOT NULL",
    },
  ])
  .checks([
    {
      name: "CK_wechat_payment_paid_has_transaction",
      expression: (columns) =>
        `(${columns.state} <> 'paid') OR (${columns.transaction_id} IS NOT NULL AND ${columns.paid_at} IS NOT NULL)`,
    },
    { name: "CK_wechat_payment_amount", expression: (columns) => `${columns.amount} > 0` },
  ]);
