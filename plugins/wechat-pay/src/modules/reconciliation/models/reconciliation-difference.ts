import { model } from "@medusajs/framework/utils";
import { billNames, differenceClasses, entryKinds } from "../rules";

/** A row on which our books and a bill, or the two bills, do not agree. */
export const ReconciliationDifference = model
  .define("reconciliation_difference", {
    id: model.id({ prefix: "redif" }).primaryKey(),
    run_id: model.text(),
    class: model.enum([...differenceClasses]),
    kind: model.enum([...entryKinds]),
    /** The bill that does not agree: with our books, or the fund-flow bill with the trade bill. */
    bill: model.enum([...billNames]),
    out_trade_no: model.text(),
    out_refund_no: model.text().nullable(),
    /** `transaction_id` of a payment, `refund_id` of a refund. */
    transaction_id: model.text().nullable(),
    order_id: model.text().nullable(),
    /** Yuan; null where that side has no such row. */
    our_amount: model.bigNumber().nullable(),
    their_amount: model.bigNumber().nullable(),
    our_state: model.text().nullable(),
    their_state: model.text().nullable(),
    resolution: model.enum(["repaired", "queued", "none"]).default("none"),
  })
  .indexes([
    {
      name: "IDX_reconciliation_difference_payment",
      on: ["run_id", "out_trade_no"],
      unique: true,
      where: "kind = 'payment'",
    },
    {
      name: "IDX_reconciliation_difference_refund",
      on: ["run_id", "out_refund_no"],
      unique: true,
      where: "kind = 'refund'",
    },
  ])
  .checks([
    {
      name: "CK_reconciliation_difference_refund_number",
      expression: (columns) =>
        `(${columns.kind} = 'refund') = (${columns.out_refund_no} IS NOT NULL)`,
    },
    {
      name: "CK_reconciliation_difference_sides",
      expression: (columns) =>
        `(${columns.class} = 'missing_here') = (${columns.our_amount} IS NULL) AND (${columns.class} = 'missing_there') = (${columns.their_amount} IS NULL)`,
    },
  ]);
