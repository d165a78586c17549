import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261127115635 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "order_cancellation" ("id" text not null, "order_id" text not null, "requested_by" text not null, "reason" text null, "requested_at" timestamptz not null, "state" text check ("state" in ('requested', 'done', 'kept')) not null default 'requested', "decided_at" timestamptz null, "attempts" integer not null default 0, "next_attempt_at" timestamptz not null, "last_error" text null, "leased_until" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "order_cancellation_pkey" primary key ("id"), constraint CK_order_cancellation_decided check ((state = 'requested') = (decided_at IS NULL)));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_order_cancellation_deleted_at" ON "order_cancellation" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_order_cancellation_order_id" ON "order_cancellation" ("order_id") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_order_cancellation_requested_next_attempt_at" ON "order_cancellation" ("next_attempt_at") WHERE state = 'requested' AND deleted_at IS NULL;`,
    );

    this.addSql(
      `create table if not exists "order_receipt" ("id" text not null, "order_id" text not null, "due_at" timestamptz not null, "state" text check ("state" in ('open', 'confirmed', 'lapsed')) not null default 'open', "confirmed_by" text check ("confirmed_by" in ('shopper', 'system', 'merchant')) null, "confirmed_at" timestamptz null, "leased_until" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "order_receipt_pkey" primary key ("id"), constraint CK_order_receipt_confirmed_has_actor check ((state <> 'confirmed') OR (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL)));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_order_receipt_deleted_at" ON "order_receipt" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_order_receipt_order_id" ON "order_receipt" ("order_id") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_order_receipt_open_due_at" ON "order_receipt" ("due_at") WHERE state = 'open' AND deleted_at IS NULL;`,
    );
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "order_cancellation" cascade;`);

    this.addSql(`drop table if exists "order_receipt" cascade;`);
  }
}
