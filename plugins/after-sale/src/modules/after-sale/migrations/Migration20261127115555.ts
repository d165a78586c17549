import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261127115555 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "refund_request" ("id" text not null, "order_id" text not null, "customer_id" text not null, "type" text check ("type" in ('refund_only', 'return_and_refund')) not null, "state" text check ("state" in ('requested', 'approved', 'awaiting_return', 'returned', 'refunding', 'refunded', 'refused', 'withdrawn')) not null default 'requested', "amount" numeric not null, "approved_amount" numeric null, "items" jsonb not null, "reason" text check ("reason" in ('no_longer_wanted', 'wrong_order', 'damaged', 'not_fresh', 'not_as_described', 'missing_items', 'late_delivery', 'other')) not null, "note" text null, "images" jsonb not null, "cancels_order" boolean not null default false, "decided_by" text null, "refuse_reason" text null, "refund_id" text null, "return_id" text null, "return_carrier" text null, "return_tracking_number" text null, "attempts" integer not null default 0, "next_attempt_at" timestamptz null, "leased_until" timestamptz null, "last_error" text null, "requested_at" timestamptz not null, "raw_amount" jsonb not null, "raw_approved_amount" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "refund_request_pkey" primary key ("id"), constraint CK_refund_request_amount_positive check (amount > 0), constraint CK_refund_request_approved_within_requested check (approved_amount IS NULL OR (approved_amount > 0 AND approved_amount <= amount)), constraint CK_refund_request_granted_has_amount check (state IN ('requested', 'refused', 'withdrawn') OR approved_amount IS NOT NULL), constraint CK_refund_request_refused_has_reason check (state <> 'refused' OR coalesce(refuse_reason, '') <> ''));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_refund_request_deleted_at" ON "refund_request" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_refund_request_one_open_per_order" ON "refund_request" ("order_id") WHERE state NOT IN ('refunded', 'refused', 'withdrawn') AND deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_refund_request_order_id" ON "refund_request" ("order_id", "requested_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_refund_request_customer_id" ON "refund_request" ("customer_id", "requested_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_refund_request_state" ON "refund_request" ("state", "requested_at") WHERE deleted_at IS NULL;`,
    );

    this.addSql(
      `create table if not exists "refund_request_event" ("id" text not null, "refund_request_id" text not null, "from_state" text check ("from_state" in ('requested', 'approved', 'awaiting_return', 'returned', 'refunding', 'refunded', 'refused', 'withdrawn')) null, "to_state" text check ("to_state" in ('requested', 'approved', 'awaiting_return', 'returned', 'refunding', 'refunded', 'refused', 'withdrawn')) not null, "actor_type" text check ("actor_type" in ('customer', 'user', 'system')) not null, "actor_id" text null, "reason" text null, "happened_at" timestamptz not null, "position" serial, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "refund_request_event_pkey" primary key ("id"));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_refund_request_event_deleted_at" ON "refund_request_event" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_refund_request_event_refund_request_id" ON "refund_request_event" ("refund_request_id", "happened_at") WHERE deleted_at IS NULL;`,
    );

    // Who did what stays on record: rows are added and never changed.
    this.addSql(
      `create or replace function refund_request_event_is_append_only() returns trigger language plpgsql as $$ begin raise exception 'refund_request_event is append-only'; end $$;`,
    );
    this.addSql(
      `create or replace trigger refund_request_event_append_only before update or delete on "refund_request_event" for each row execute function refund_request_event_is_append_only();`,
    );
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "refund_request" cascade;`);

    this.addSql(`drop table if exists "refund_request_event" cascade;`);
    this.addSql(`drop function if exists refund_request_event_is_append_only;`);
  }
}
