import { model } from "@medusajs/framework/utils";

/** A phone number that WeChat verified: one per customer, and one customer per number. */
export const WechatPhone = model
  .define("wechat_phone", {
    id: model.id({ prefix: "wxtel" }).primaryKey(),
    customer_id: model.text(),
    /** Without the country code. */
    phone: model.text(),
    country_code: model.text(),
    /** SHA-256 of the code that proved it: on a bad network the same call may come twice. */
    code_hash: model.text(),
    verified_at: model.dateTime(),
  })
  .indexes([
    { name: "IDX_wechat_phone_customer_id", on: ["customer_id"], unique: true },
    { name: "IDX_wechat_phone_number", on: ["country_code", "phone"], unique: true },
  ]);
