import type { Refund, Transaction } from "../books/records";
import type { RefundOutcome } from "../books/refund-state";
import { toChinaTime } from "../china-time";
import type { Keyring } from "../keys/keyring";

const RECEIVED_ON = "支付用户零钱";

const chinaTime = (iso: string): string => toChinaTime(new Date(iso));

const numbers = (refund: Refund, transaction: Transaction) => ({
  refund_id: refund.refundId,
  out_refund_no: refund.outRefundNo,
  transaction_id: transaction.transactionId,
  out_trade_no: refund.outTradeNo,
});

/** A refund as its application and its query answer it; amounts in fen. */
export const toRefundView = (refund: Refund, transaction: Transaction) => ({
  ...numbers(refund, transaction),
  channel: "ORIGINAL",
  user_received_account: RECEIVED_ON,
  ...(refund.status === "SUCCESS" && { success_time: chinaTime(refund.settledAt ?? "") }),
  create_time: chinaTime(refund.createdAt),
  status: refund.status,
  funds_account: "AVAILABLE",
  amount: {
    total: transaction.total,
    refund: refund.amount,
    from: [],
    payer_total: transaction.total,
    payer_refund: refund.amount,
    settlement_refund: refund.amount,
    settlement_total: transaction.total,
    discount_refund: 0,
    currency: "CNY",
  },
  promotion_detail: [],
});

/** A refund as its notification tells it: what it had become at that time. */
export const toRefundNotice = (
  refund: Refund,
  transaction: Transaction,
  keyring: Pick<Keyring, "mchId">,
  became: { status: RefundOutcome; at: string },
) => ({
  mchid: keyring.mchId,
  ...numbers(refund, transaction),
  refund_status: became.status,
  ...(became.status === "SUCCESS" && { success_time: chinaTime(became.at) }),
  user_received_account: RECEIVED_ON,
  amount: {
    total: transaction.total,
    refund: refund.amount,
    payer_total: transaction.total,
    payer_refund: refund.amount,
  },
});
