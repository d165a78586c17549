import { defineErrors } from "@mall/kernel";

/** What can go wrong when a shopper logs in with WeChat. Codes are API; the README lists them. */
export const WechatAuthErrors = defineErrors("wechat_auth", {
  code_invalid: ["INVALID_DATA", "The login code is not valid; call wx.login again"],
  code_used: ["INVALID_DATA", "The login code was used already; call wx.login again"],
  phone_code_invalid: [
    "INVALID_DATA",
    "The phone code is not valid or was used already; it comes from getPhoneNumber, not wx.login",
  ],
  blocked: ["FORBIDDEN", "WeChat blocks this user's login"],
  too_many_attempts: ["NOT_ALLOWED", "Too many logins; try again in a minute"],
  phone_in_use: ["NOT_ALLOWED", "Another customer verified this phone number"],
  wechat_unavailable: ["NOT_ALLOWED", "WeChat did not answer; try again"],
  wechat_refused: ["NOT_ALLOWED", "WeChat refused the request"],
  not_configured: ["NOT_ALLOWED", "WeChat login is not configured"],
});
