import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261127120317 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "wechat_shipping_upload" ("id" text not null, "order_id" text not null, "fulfillment_ids" text[] not null, "version" integer not null default 1, "state" text check ("state" in ('pending', 'uploaded', 'failed', 'not_due')) not null default 'pending', "attempts" integer not null default 0, "next_attempt_at" timestamptz null, "last_error" text null, "uploaded_at" timestamptz null, "express_company" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "wechat_shipping_upload_pkey" primary key ("id"), constraint CK_wechat_shipping_upload_pending_is_scheduled check ((state = 'pending') = (next_attempt_at IS NOT NULL)), constraint CK_wechat_shipping_upload_uploaded_has_time check ((state <> 'uploaded') OR (uploaded_at IS NOT NULL)), constraint CK_wechat_shipping_upload_failed_has_reason check ((state <> 'failed') OR (last_error IS NOT NULL)));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_shipping_upload_deleted_at" ON "wechat_shipping_upload" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_shipping_upload_order_id" ON "wechat_shipping_upload" ("order_id") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_shipping_upload_next_attempt_at" ON "wechat_shipping_upload" ("next_attempt_at") WHERE next_attempt_at IS NOT NULL AND deleted_at IS NULL;`,
    );
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "wechat_shipping_upload" cascade;`);
  }
}
