import { model } from "@medusajs/framework/utils";

/** The mini-program's access token, shared by every process. */
export const WechatAccessToken = model
  .define("wechat_access_token", {
    id: model.id({ prefix: "wxtok" }).primaryKey(),
    app_id: model.text(),
    token: model.text().nullable(),
    expires_at: model.dateTime().nullable(),
  })
  .indexes([{ name: "IDX_wechat_access_token_app_id", on: ["app_id"], unique: true }]);
