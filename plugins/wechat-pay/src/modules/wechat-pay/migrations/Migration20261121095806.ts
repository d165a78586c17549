import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261121095806 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "wechat_notification" ("id" text not null, "notification_id" text not null, "event_type" text not null, "out_trade_no" text not null, "resource" jsonb not null, "state" text check ("state" in ('received', 'processed')) not null default 'received', "received_at" timestamptz not null, "processed_at" timestamptz null, "attempts" integer not null default 0, "next_attempt_at" timestamptz null, "last_error" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "wechat_notification_pkey" primary key ("id"), constraint CK_wechat_notification_open_is_scheduled check ((state = 'processed') = (next_attempt_at IS NULL)));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_notification_deleted_at" ON "wechat_notification" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_notification_notification_id" ON "wechat_notification" ("notification_id") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_notification_out_trade_no" ON "wechat_notification" ("out_trade_no") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_notification_next_attempt_at" ON "wechat_notification" ("next_attempt_at") WHERE next_attempt_at IS NOT NULL AND deleted_at IS NULL;`,
    );

    this.addSql(
      `create table if not exists "wechat_payment" ("id" text not null, "out_trade_no" text not null, "payment_session_id" text not null, "order_id" text not null, "app_id" text not null, "mch_id" text not null, "openid" text not null, "amount" numeric not null, "description" text not null, "state" text check ("state" in ('pending', 'paid', 'closed')) not null default 'pending', "expires_at" timestamptz not null, "prepay_id" text null, "prepaid_at" timestamptz null, "transaction_id" text null, "paid_at" timestamptz null, "next_query_at" timestamptz null, "query_count" integer not null default 0, "leased_until" timestamptz null, "raw_amount" jsonb not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "wechat_payment_pkey" primary key ("id"), constraint CK_wechat_payment_paid_has_transaction check ((state <> 'paid') OR (transaction_id IS NOT NULL AND paid_at IS NOT NULL)), constraint CK_wechat_payment_amount check (amount > 0));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_payment_deleted_at" ON "wechat_payment" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_payment_out_trade_no" ON "wechat_payment" ("out_trade_no") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_payment_payment_session_id" ON "wechat_payment" ("payment_session_id") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_payment_transaction_id" ON "wechat_payment" ("transaction_id") WHERE transaction_id IS NOT NULL AND deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_payment_order_id" ON "wechat_payment" ("order_id") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_payment_next_query_at" ON "wechat_payment" ("next_query_at") WHERE next_query_at IS NOT NULL AND deleted_at IS NULL;`,
    );
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "wechat_notification" cascade;`);

    this.addSql(`drop table if exists "wechat_payment" cascade;`);
  }
}
