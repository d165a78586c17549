import { model } from "@medusajs/framework/utils";
import { paymentExceptionKinds } from "../kinds";

/**
 * Something about money that no rule may decide alone. One row per kind and subject, however often
 * it is noticed; decided once.
 */
export const PaymentException = model
  .define("payment_exception", {
    id: model.id({ prefix: "pexc" }).primaryKey(),
    kind: model.enum([...paymentExceptionKinds]),
    /** What it is about: a transaction, an out_refund_no, a row of a bill. */
    subject: model.text(),
    state: model.enum(["open", "resolved"]).default("open"),
    /** How it ended; null while it is open. */
    resolution: model.enum(["refunded", "accepted", "settled"]).nullable(),
    order_id: model.text().nullable(),
    out_trade_no: model.text().nullable(),
    /** The money in question, in yuan; null where it is not about an amount. */
    amount: model.bigNumber().nullable(),
    /** What was seen, as it was seen first. */
    evidence: model.json(),
    raised_at: model.dateTime(),
    resolved_at: model.dateTime().nullable(),
  })
  .indexes([
    { name: "IDX_payment_exception_kind_subject", on: ["kind", "subject"], unique: true },
    { name: "IDX_payment_exception_state_raised_at", on: ["state", "raised_at"] },
    { name: "IDX_payment_exception_order_id", on: ["order_id"], where: "order_id IS NOT NULL" },
  ])
  .checks([
    {
      name: "CK_payment_exception_resolved_has_resolution",
      expression: (columns) =>
        `(${columns.state} = 'resolved') = (${columns.resolution} IS NOT NULL AND ${columns.resolved_at} IS NOT NULL)`,
    },
  ]);
