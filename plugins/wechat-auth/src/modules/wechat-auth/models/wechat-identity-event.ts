import { model } from "@medusajs/framework/utils";

/** Append-only record of what was decided about identities, for support and for disputes. */
export const WechatIdentityEvent = model.define("wechat_identity_event", {
  id: model.id({ prefix: "wxide" }).primaryKey(),
  identity_id: model.text().index("IDX_wechat_identity_event_identity_id"),
  kind: model.enum(["customer_created", "customer_shared", "union_id_added", "merge_needed"]),
  detail: model.json(),
  occurred_at: model.dateTime(),
});
