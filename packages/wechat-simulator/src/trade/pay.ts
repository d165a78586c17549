import type { Books } from "../books/books";
import type { Notification, Transaction } from "../books/records";
import { newTransactionId } from "../identifiers";
import { closeWhenOverdue } from "./close";
import { newNotification, type Sending } from "./notification";
import { orderIsExpired, prepayIsValid } from "./prepay";

export type PaymentRefusal =
  | "prepay_unknown"
  | "prepay_expired"
  | "order_paid"
  | "order_closed"
  | "order_expired"
  | "foreign_openid";

export type PayableResult = { transaction: Transaction } | { refused: PaymentRefusal };

/** The order behind a prepay_id, if this person may still pay it. */
export function findPayable(
  books: Books,
  prepayId: string,
  openid: string | undefined,
  now: Date,
): PayableResult {
  const transaction = books.transactionByPrepayId(prepayId);
  if (!transaction) {
    return { refused: "prepay_unknown" };
  }
  closeWhenOverdue(books, transaction.outTradeNo, now);
  if (openid !== undefined && transaction.openid !== openid) {
    return { refused: "foreign_openid" };
  }
  if (transaction.state === "CLOSED") {
    return { refused: "order_closed" };
  }
  if (transaction.state !== "NOTPAY") {
    return { refused: "order_paid" };
  }
  if (orderIsExpired(transaction, now)) {
    return { refused: "order_expired" };
  }
  const superseded = transaction.prepayId !== prepayId;
  if (superseded || !prepayIsValid(transaction, now)) {
    return { refused: "prepay_expired" };
  }
  return { transaction };
}

/** Takes the money and, in the same entry, owes the merchant a notification. */
export function pay(
  books: Books,
  transaction: Transaction,
  now: Date,
  sending: Sending,
): Notification {
  const at = now.toISOString();
  const { outTradeNo } = transaction;
  const notification = newNotification({ outTradeNo }, at, sending);
  books.commit({
    type: "paid",
    outTradeNo,
    transactionId: newTransactionId(now, books.state.payments + 1),
    at,
    notification,
  });
  return notification;
}
