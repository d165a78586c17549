import { defineErrors } from "@mall/kernel";

/** What can go wrong when shipping information is reported. Codes are API; the README lists them. */
export const WechatShippingErrors = defineErrors("wechat_shipping", {
  nothing_shipped: ["NOT_FOUND", "Nothing of this order was shipped yet"],
  not_configured: ["NOT_ALLOWED", "WeChat is not configured"],
});
