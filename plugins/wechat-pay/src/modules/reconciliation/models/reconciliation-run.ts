import { model } from "@medusajs/framework/utils";

/**
 * One comparison of a day's books with WeChat's bills. A day can be compared as often as somebody
 * likes; each time is a run of its own, and one at a time.
 */
export const ReconciliationRun = model
  .define("reconciliation_run", {
    id: model.id({ prefix: "recon" }).primaryKey(),
    /** The day in Shanghai, `YYYY-MM-DD`. */
    bill_date: model.text(),
    run_number: model.number(),
    state: model.enum(["running", "matched", "differences", "failed"]).default("running"),
    our_payment_count: model.number().default(0),
    their_payment_count: model.number().default(0),
    our_refund_count: model.number().default(0),
    their_refund_count: model.number().default(0),
    movement_count: model.number().default(0),
    difference_count: model.number().default(0),
    /** Sums in yuan. */
    our_payment_total: model.bigNumber().default(0),
    their_payment_total: model.bigNumber().default(0),
    our_refund_total: model.bigNumber().default(0),
    their_refund_total: model.bigNumber().default(0),
    /** What came in and went out of the account, by the fund-flow bill. */
    income_total: model.bigNumber().default(0),
    expense_total: model.bigNumber().default(0),
    /** Why it failed. */
    error: model.text().nullable(),
    /** How often a process took it up; also tells a process that another one has it now. */
    attempts: model.number().default(0),
    /** Until when one process has it; a crash frees it by running out. */
    leased_until: model.dateTime().nullable(),
    started_at: model.dateTime(),
    finished_at: model.dateTime().nullable(),
  })
  .indexes([
    {
      name: "IDX_reconciliation_run_bill_date_run_number",
      on: ["bill_date", "run_number"],
      unique: true,
    },
    {
      name: "IDX_reconciliation_run_running",
      on: ["bill_date"],
      unique: true,
      where: "state = 'running'",
    },
    { name: "IDX_reconciliation_run_started_at", on: ["started_at"] },
  ])
  .checks([
    {
      name: "CK_reconciliation_run_finished",
      expression: (columns) =>
        `(${columns.state} = 'running') = (${columns.finished_at} IS NULL) AND (${columns.state} = 'running') = (${columns.leased_until} IS NOT NULL)`,
    },
    {
      name: "CK_reconciliation_run_failed_has_error",
      expression: (columns) => `(${columns.state} = 'failed') = (${columns.error} IS NOT NULL)`,
    },
    {
      name: "CK_reconciliation_run_outcome",
      expression: (columns) =>
        `(${columns.state} <> 'matched' OR ${columns.difference_count} = 0) AND (${columns.state} <> 'differences' OR ${columns.difference_count} > 0)`,
    },
  ]);
