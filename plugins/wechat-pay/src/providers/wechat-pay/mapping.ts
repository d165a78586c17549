import type { PaymentSessionStatus } from "@medusajs/framework/types";
import type { WechatTransaction } from "@mall/wechat";

/** What WeChat's `trade_state` means for a Medusa payment session. Paid money is captured money. */
const sessionStatuses: Record<WechatTransaction["trade_state"], PaymentSessionStatus> = {
  SUCCESS: "captured",
  REFUND: "captured",
  NOTPAY: "pending_authorization",
  USERPAYING: "pending_authorization",
  PAYERROR: "pending_authorization",
  CLOSED: "canceled",
  REVOKED: "canceled",
};

export function sessionStatusOf(transaction: WechatTransaction): PaymentSessionStatus {
  return sessionStatuses[transaction.trade_state];
}
