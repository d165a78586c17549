import { model } from "@medusajs/framework/utils";

/**
 * What may still be refunded of one payment. Whatever asks at the same time, and from wherever: the
 * check says that no more goes back than came in.
 */
export const WechatRefundAccount = model
  .define("wechat_refund_account", {
    id: model.id({ prefix: "wxacc" }).primaryKey(),
    out_trade_no: model.text(),
    /** Yuan. */
    paid: model.bigNumber(),
    /** Σ of the refunds that are not closed, in yuan. */
    committed: model.bigNumber(),
  })
  .indexes([{ name: "IDX_wechat_refund_account_out_trade_no", on: ["out_trade_no"], unique: true }])
  .checks([
    {
      name: "CK_wechat_refund_account_within_paid",
      expression: (c) => `${c.committed} >= 0 AND ${c.committed} <= ${c.paid}`,
    },
  ]);
