import type { Books } from "../books/books";
import type { Notification } from "../books/records";
import type { RefundOutcome } from "../books/refund-state";
import type { Keyring } from "../keys/keyring";
import { toRefundNotice } from "../pay/refund-view";
import { toTransactionView } from "../pay/transaction-view";
import type { Plain } from "./tamper";

/** What a notification is about, and where it goes. */
export interface Subject {
  notifyUrl: string;
  eventType: string;
  summary: string;
  /** `original_type` and the associated data of the encryption. */
  originalType: "transaction" | "refund";
  truth: Plain;
}

const refundSummaries: Record<RefundOutcome, string> = {
  SUCCESS: "退款成功",
  ABNORMAL: "退款异常",
  CLOSED: "退款关闭",
};

export const eventTypeOf = ({ refund }: Notification): string =>
  refund === undefined ? "TRANSACTION.SUCCESS" : `REFUND.${refund.status}`;

/** The facts behind a notification: only such as no longer change, so that its bytes do not. */
export function subjectOf(books: Books, keyring: Keyring, notification: Notification): Subject {
  const transaction = books.transaction(notification.outTradeNo);
  if (!transaction) {
    throw new Error(`Notification ${notification.id} has no transaction`);
  }
  const eventType = eventTypeOf(notification);
  if (notification.refund === undefined) {
    return {
      notifyUrl: transaction.notifyUrl,
      eventType,
      summary: "支付成功",
      originalType: "transaction",
      truth: toTransactionView(transaction, keyring, "SUCCESS"),
    };
  }
  const { outRefundNo, status } = notification.refund;
  const refund = books.refund(outRefundNo);
  if (refund?.notifyUrl === undefined) {
    throw new Error(`Notification ${notification.id} has no refund with an address`);
  }
  return {
    notifyUrl: refund.notifyUrl,
    eventType,
    summary: refundSummaries[status],
    originalType: "refund",
    truth: toRefundNotice(refund, transaction, keyring, { status, at: notification.createdAt }),
  };
}
