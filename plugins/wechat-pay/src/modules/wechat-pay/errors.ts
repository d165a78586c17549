import { defineErrors } from "@mall/kernel";

/** What can go wrong when a shopper pays with WeChat. Codes are API; the README lists them. */
export const WechatPayErrors = defineErrors("wechat_pay", {
  order_not_found: ["NOT_FOUND", "No such order"],
  order_canceled: ["NOT_ALLOWED", "The order was canceled"],
  already_paid: ["NOT_ALLOWED", "The order is already paid"],
  deadline_passed: ["NOT_ALLOWED", "The order was not paid in time"],
  not_payable: ["NOT_ALLOWED", "The order has no open WeChat payment"],
  amount_changed: ["NOT_ALLOWED", "The order's total changed after the payment was prepared"],
  openid_missing: ["NOT_ALLOWED", "Log in with WeChat to pay with WeChat"],
  invalid_amount: ["INVALID_DATA", "WeChat Pay takes one fen at least"],
  currency_unsupported: ["INVALID_DATA", "WeChat Pay takes CNY only"],
  channel_unavailable: ["PAYMENT_REFUSED", "WeChat Pay did not answer; try again"],
  channel_refused: ["PAYMENT_REFUSED", "WeChat Pay refused the payment"],
  not_configured: ["NOT_ALLOWED", "WeChat Pay is not configured"],
  payment_busy: ["NOT_ALLOWED", "The payment is being settled by another process"],
});
