import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261127115634 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create table if not exists "order_event" ("id" text not null, "order_id" text not null, "key" text not null, "type" text not null, "happened_at" timestamptz not null, "actor_type" text check ("actor_type" in ('shopper', 'merchant', 'system', 'wechat')) not null, "actor_id" text null, "reason" text null, "details" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "order_event_pkey" primary key ("id"));`,
    );
    this.addSql(
      `CREATE INDEX IF NOT EXISTS "IDX_order_event_deleted_at" ON "order_event" ("deleted_at") WHERE deleted_at IS NULL;`,
    );
    this.addSql(
      `CREATE UNIQUE INDEX IF NOT EXISTS "IDX_order_event_order_id_key" ON "order_event" ("order_id", "key") WHERE deleted_at IS NULL;`,
    );

    // What happened stays on record: rows are added and never changed.
    this.addSql(
      `create or replace function order_event_is_append_only() returns trigger language plpgsql as $$ begin raise exception 'order_event is append-only'; end $$;`,
    );
    this.addSql(
      `create or replace trigger order_event_append_only before update or delete on "order_event" for each row execute function order_event_is_append_only();`,
    );
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "order_event" cascade;`);
    this.addSql(`drop function if exists order_event_is_append_only;`);
  }
}
