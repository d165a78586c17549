import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261127102410 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "payment_exception" ("id" text not null, "kind" text check ("kind" in ('success_differs', 'second_success', 'unknown_payment', 'unknown_refund', 'refund_not_enough', 'refund_abnormal', 'refund_refused', 'refund_exceeds', 'bill_missing_here', 'bill_missing_there', 'bill_amount', 'bill_status')) not null, "subject" text not null, "state" text check ("state" in ('open', 'resolved')) not null default 'open', "resolution" text check ("resolution" in ('refunded', 'accepted', 'settled')) null, "order_id" text null, "out_trade_no" text null, "amount" numeric null, "evidence" jsonb not null, "raised_at" timestamptz not null, "resolved_at" timestamptz null, "raw_amount" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "payment_exception_pkey" primary key ("id"), constraint CK_payment_exception_resolved_has_resolution check ((state = 'resolved') = (resolution IS NOT NULL AND resolved_at IS NOT NULL)));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_payment_exception_deleted_at" ON "payment_exception" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_payment_exception_kind_subject" ON "payment_exception" ("kind", "subject") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_payment_exception_state_raised_at" ON "payment_exception" ("state", "raised_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_payment_exception_order_id" ON "payment_exception" ("order_id") WHERE order_id IS NOT NULL AND deleted_at IS NULL;`,
    );

    this.addSql(
      `create table if not exists "payment_exception_action" ("id" text not null, "exception_id" text not null, "action" text check ("action" in ('raised', 'noted', 'retried', 'refunded', 'accepted', 'settled')) not null, "actor_id" text null, "note" text null, "happened_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "payment_exception_action_pkey" primary key ("id"));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_payment_exception_action_deleted_at" ON "payment_exception_action" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_payment_exception_action_exception_id" ON "payment_exception_action" ("exception_id") WHERE deleted_at IS NULL;`,
    );

    // Who did what stays on record: rows are added and never changed.
    this.addSql(
      `create or replace function payment_exception_action_is_append_only() returns trigger language plpgsql as $$ begin raise exception 'payment_exception_action is append-only'; end $$;`,
    );
    this.addSql(
      `create or replace trigger payment_exception_action_append_only before update or delete on "payment_exception_action" for each row execute function payment_exception_action_is_append_only();`,
    );
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "payment_exception" cascade;`);

    this.addSql(`drop table if exists "payment_exception_action" cascade;`);
    this.addSql(`drop function if exists payment_exception_action_is_append_only;`);
  }
}
