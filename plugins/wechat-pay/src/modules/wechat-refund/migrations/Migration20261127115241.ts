import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261127115241 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "wechat_refund" ("id" text not null, "out_refund_no" text not null, "refund_id" text null, "exception_id" text null, "attempt" integer not null default 1, "out_trade_no" text not null, "order_id" text null, "amount" numeric not null, "total" numeric not null, "reason" text null, "state" text check ("state" in ('requested', 'sent', 'processing', 'succeeded', 'abnormal', 'closed')) not null default 'requested', "wechat_refund_id" text null, "accepted_at" timestamptz null, "succeeded_at" timestamptz null, "next_attempt_at" timestamptz null, "attempts" integer not null default 0, "last_error" text null, "raw_amount" jsonb not null, "raw_total" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "wechat_refund_pkey" primary key ("id"), constraint CK_wechat_refund_amount check (amount > 0 AND amount <= total), constraint CK_wechat_refund_has_one_source check ((refund_id IS NULL) <> (exception_id IS NULL)), constraint CK_wechat_refund_open_is_scheduled check ((state IN ('requested', 'sent', 'processing')) = (next_attempt_at IS NOT NULL)), constraint CK_wechat_refund_succeeded_at check ((state = 'succeeded') = (succeeded_at IS NOT NULL)));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_refund_deleted_at" ON "wechat_refund" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_refund_out_refund_no" ON "wechat_refund" ("out_refund_no") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_refund_refund_id_attempt" ON "wechat_refund" ("refund_id", "attempt") WHERE refund_id IS NOT NULL AND deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_refund_exception_id_attempt" ON "wechat_refund" ("exception_id", "attempt") WHERE exception_id IS NOT NULL AND deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_refund_out_trade_no" ON "wechat_refund" ("out_trade_no") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_refund_order_id" ON "wechat_refund" ("order_id") WHERE order_id IS NOT NULL AND deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_refund_accepted_at" ON "wechat_refund" ("accepted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_refund_next_attempt_at" ON "wechat_refund" ("next_attempt_at") WHERE next_attempt_at IS NOT NULL AND deleted_at IS NULL;`,
    );

    this.addSql(
      `create table if not exists "wechat_refund_account" ("id" text not null, "out_trade_no" text not null, "paid" numeric not null, "committed" numeric not null, "raw_paid" jsonb not null, "raw_committed" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "wechat_refund_account_pkey" primary key ("id"), constraint CK_wechat_refund_account_within_paid check (committed >= 0 AND committed <= paid));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_refund_account_deleted_at" ON "wechat_refund_account" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_refund_account_out_trade_no" ON "wechat_refund_account" ("out_trade_no") WHERE deleted_at IS NULL;`,
    );

    this.addSql(
      `create table if not exists "wechat_refund_event" ("id" text not null, "out_refund_no" text not null, "from_state" text check ("from_state" in ('requested', 'sent', 'processing', 'succeeded', 'abnormal', 'closed')) null, "to_state" text check ("to_state" in ('requested', 'sent', 'processing', 'succeeded', 'abnormal', 'closed')) not null, "cause" text check ("cause" in ('registered', 'sending', 'answer', 'query', 'notification', 'merchant')) not null, "happened_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "wechat_refund_event_pkey" primary key ("id"));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_refund_event_deleted_at" ON "wechat_refund_event" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_refund_event_out_refund_no" ON "wechat_refund_event" ("out_refund_no") WHERE deleted_at IS NULL;`,
    );

    // What happened to a refund stays on record: rows are added and never changed.
    this.addSql(
      `create or replace function wechat_refund_event_is_append_only() returns trigger language plpgsql as $$ begin raise exception 'wechat_refund_event is append-only'; end $$;`,
    );
    this.addSql(
      `create or replace trigger wechat_refund_event_append_only before update or delete on "wechat_refund_event" for each row execute function wechat_refund_event_is_append_only();`,
    );
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "wechat_refund" cascade;`);

    this.addSql(`drop table if exists "wechat_refund_account" cascade;`);

    this.addSql(`drop table if exists "wechat_refund_event" cascade;`);
    this.addSql(`drop function if exists wechat_refund_event_is_append_only;`);
  }
}
