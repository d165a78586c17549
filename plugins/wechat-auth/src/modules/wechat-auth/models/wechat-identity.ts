import { model } from "@medusajs/framework/utils";

/**
 * Who a WeChat user is here. An openid means something only together with its appid; a unionid
 * may be missing at first and spans the apps of one open-platform account.
 */
export const WechatIdentity = model
  .define("wechat_identity", {
    id: model.id({ prefix: "wxid" }).primaryKey(),
    app_id: model.text(),
    openid: model.text(),
    union_id: model.text().nullable(),
    customer_id: model.text().nullable(),
  })
  .indexes([
    { name: "IDX_wechat_identity_app_id_openid", on: ["app_id", "openid"], unique: true },
    { name: "IDX_wechat_identity_union_id", on: ["union_id"], where: "union_id IS NOT NULL" },
    { name: "IDX_wechat_identity_customer_id", on: ["customer_id"] },
  ]);
