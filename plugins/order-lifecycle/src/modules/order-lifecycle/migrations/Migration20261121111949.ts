import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261121111949 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "order_deadline" ("id" text not null, "order_id" text not null, "pay_by" timestamptz not null, "state" text check ("state" in ('open', 'kept', 'canceled')) not null default 'open', "leased_until" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "order_deadline_pkey" primary key ("id"));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_order_deadline_deleted_at" ON "order_deadline" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_order_deadline_order_id" ON "order_deadline" ("order_id") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_order_deadline_open_pay_by" ON "order_deadline" ("pay_by") WHERE state = 'open' AND deleted_at IS NULL;`,
    );
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "order_deadline" cascade;`);
  }
}
