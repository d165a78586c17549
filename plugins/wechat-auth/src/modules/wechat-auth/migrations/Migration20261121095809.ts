import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261121095809 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "wechat_access_token" ("id" text not null, "app_id" text not null, "token" text null, "expires_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "wechat_access_token_pkey" primary key ("id"));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_access_token_deleted_at" ON "wechat_access_token" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_access_token_app_id" ON "wechat_access_token" ("app_id") WHERE deleted_at IS NULL;`,
    );

    this.addSql(
      `create table if not exists "wechat_identity" ("id" text not null, "app_id" text not null, "openid" text not null, "union_id" text null, "customer_id" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "wechat_identity_pkey" primary key ("id"));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_identity_deleted_at" ON "wechat_identity" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_identity_app_id_openid" ON "wechat_identity" ("app_id", "openid") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_identity_union_id" ON "wechat_identity" ("union_id") WHERE union_id IS NOT NULL AND deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_identity_customer_id" ON "wechat_identity" ("customer_id") WHERE deleted_at IS NULL;`,
    );

    this.addSql(
      `create table if not exists "wechat_identity_event" ("id" text not null, "identity_id" text not null, "kind" text check ("kind" in ('customer_created', 'customer_shared', 'union_id_added', 'merge_needed')) not null, "detail" jsonb not null, "occurred_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "wechat_identity_event_pkey" primary key ("id"));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_identity_event_identity_id" ON "wechat_identity_event" ("identity_id") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_identity_event_deleted_at" ON "wechat_identity_event" ("deleted_at") WHERE deleted_at IS NULL;`,
    );

    this.addSql(
      `create table if not exists "wechat_phone" ("id" text not null, "customer_id" text not null, "phone" text not null, "country_code" text not null, "code_hash" text not null, "verified_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "wechat_phone_pkey" primary key ("id"));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_wechat_phone_deleted_at" ON "wechat_phone" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_phone_customer_id" ON "wechat_phone" ("customer_id") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_wechat_phone_number" ON "wechat_phone" ("country_code", "phone") WHERE deleted_at IS NULL;`,
    );
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "wechat_access_token" cascade;`);

    this.addSql(`drop table if exists "wechat_identity" cascade;`);

    this.addSql(`drop table if exists "wechat_identity_event" cascade;`);

    this.addSql(`drop table if exists "wechat_phone" cascade;`);
  }
}
