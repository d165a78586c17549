import { Migration } from "@medusajs/framework/mikro-orm/migrations";
import { seenTable } from "../seen-table";

export class Migration20261127115758 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "reconciliation_difference" ("id" text not null, "run_id" text not null, "class" text check ("class" in ('missing_here', 'missing_there', 'amount', 'status')) not null, "kind" text check ("kind" in ('payment', 'refund')) not null, "bill" text check ("bill" in ('trade', 'fund_flow')) not null, "out_trade_no" text not null, "out_refund_no" text null, "transaction_id" text null, "order_id" text null, "our_amount" numeric null, "their_amount" numeric null, "our_state" text null, "their_state" text null, "resolution" text check ("resolution" in ('repaired', 'queued', 'none')) not null default 'none', "raw_our_amount" jsonb null, "raw_their_amount" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "reconciliation_difference_pkey" primary key ("id"), constraint CK_reconciliation_difference_refund_number check ((kind = 'refund') = (out_refund_no IS NOT NULL)), constraint CK_reconciliation_difference_sides check ((class = 'missing_here') = (our_amount IS NULL) AND (class = 'missing_there') = (their_amount IS NULL)));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_reconciliation_difference_deleted_at" ON "reconciliation_difference" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_reconciliation_difference_payment" ON "reconciliation_difference" ("run_id", "out_trade_no") WHERE kind = 'payment' AND deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_reconciliation_difference_refund" ON "reconciliation_difference" ("run_id", "out_refund_no") WHERE kind = 'refund' AND deleted_at IS NULL;`,
    );

    this.addSql(
      `create table if not exists "reconciliation_run" ("id" text not null, "bill_date" text not null, "run_number" integer not null, "state" text check ("state" in ('running', 'matched', 'differences', 'failed')) not null default 'running', "our_payment_count" integer not null default 0, "their_payment_count" integer not null default 0, "our_refund_count" integer not null default 0, "their_refund_count" integer not null default 0, "movement_count" integer not null default 0, "difference_count" integer not null default 0, "our_payment_total" numeric not null default 0, "their_payment_total" numeric not null default 0, "our_refund_total" numeric not null default 0, "their_refund_total" numeric not null default 0, "income_total" numeric not null default 0, "expense_total" numeric not null default 0, "error" text null, "attempts" integer not null default 0, "leased_until" timestamptz null, "started_at" timestamptz not null, "finished_at" timestamptz null, "raw_our_payment_total" jsonb not null default '{"value":"0","precision":20}', "raw_their_payment_total" jsonb not null default '{"value":"0","precision":20}', "raw_our_refund_total" jsonb not null default '{"value":"0","precision":20}', "raw_their_refund_total" jsonb not null default '{"value":"0","precision":20}', "raw_income_total" jsonb not null default '{"value":"0","precision":20}', "raw_expense_total" jsonb not null default '{"value":"0","precision":20}', "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "reconciliation_run_pkey" primary key ("id"), constraint CK_reconciliation_run_finished check ((state = 'running') = (finished_at IS NULL) AND (state = 'running') = (leased_until IS NOT NULL)), constraint CK_reconciliation_run_failed_has_error check ((state = 'failed') = (error IS NOT NULL)), constraint CK_reconciliation_run_outcome check ((state <> 'matched' OR difference_count = 0) AND (state <> 'differences' OR difference_count > 0)));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_reconciliation_run_deleted_at" ON "reconciliation_run" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_reconciliation_run_bill_date_run_number" ON "reconciliation_run" ("bill_date", "run_number") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_reconciliation_run_running" ON "reconciliation_run" ("bill_date") WHERE state = 'running' AND deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_reconciliation_run_started_at" ON "reconciliation_run" ("started_at") WHERE deleted_at IS NULL;`,
    );

    // No model of Medusa's: it has a key of several columns and is not logged.
    for (const statement of seenTable) this.addSql(statement);
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "reconciliation_difference" cascade;`);

    this.addSql(`drop table if exists "reconciliation_run" cascade;`);
    this.addSql(`drop table if exists "reconciliation_seen";`);
  }
}
