import type { BooksEvent } from "./events";
import type { BooksState, Refund, Transaction } from "./records";
import { refundMayBecome, type RefundState } from "./refund-state";
import { mayBecome, type TradeState } from "./trade-state";

/** An operation would make the books wrong: a defect of the simulator, never of its caller. */
export class BooksError extends Error {
  override readonly name = "BooksError";
}

function insist(condition: boolean, problem: string): asserts condition {
  if (!condition) {
    throw new BooksError(problem);
  }
}

export function transactionOf(state: BooksState, outTradeNo: string): Transaction {
  const transaction = state.transactions.get(outTradeNo);
  insist(transaction !== undefined, `No transaction ${outTradeNo}`);
  return transaction;
}

export function refundOf(state: BooksState, outRefundNo: string): Refund {
  const refund = state.refunds.get(outRefundNo);
  insist(refund !== undefined, `No refund ${outRefundNo}`);
  return refund;
}

/** Fen of a transaction that are refunded or about to be; a closed refund gave its part back. */
export const refundedOf = (state: BooksState, transaction: Transaction): number =>
  (transaction.outRefundNos ?? [])
    .map((outRefundNo) => refundOf(state, outRefundNo))
    .filter(({ status }) => status !== "CLOSED")
    .reduce((sum, { amount }) => sum + amount, 0);

/** Fen from which a refund can be paid. */
export const availableIn = (state: BooksState): number => state.balance + state.adjusted;

function insistTransition(state: BooksState, outTradeNo: string, to: TradeState): void {
  const { state: from } = transactionOf(state, outTradeNo);
  insist(mayBecome(from, to), `Transaction ${outTradeNo} cannot go from ${from} to ${to}`);
}

const isFen = (amount: number): boolean => Number.isSafeInteger(amount) && amount > 0;

function insistRefundTransition(state: BooksState, outRefundNo: string, to: RefundState): void {
  const { status: from } = refundOf(state, outRefundNo);
  insist(refundMayBecome(from, to), `Refund ${outRefundNo} cannot go from ${from} to ${to}`);
}

function insistRefundable(state: BooksState, refund: Refund): void {
  const transaction = transactionOf(state, refund.outTradeNo);
  insist(!state.refunds.has(refund.outRefundNo), "The out_refund_no is in use");
  insist(!state.refundIds.has(refund.refundId), "The refund_id is in use");
  insist(refund.status === "PROCESSING", "A new refund is processing");
  insist(isFen(refund.amount), "A refund is a positive number of fen");
  insist(transaction.paidAt !== undefined, "The order is not paid");
  insist(
    refundedOf(state, transaction) + refund.amount <= transaction.total,
    `More than was paid would be refunded of ${transaction.outTradeNo}`,
  );
  insist(refund.amount <= availableIn(state), "The balance is too low");
}

/** Refuses an event that the present state does not allow; asked before the event is written. */
export function assertLegal(state: BooksState, event: BooksEvent): void {
  switch (event.type) {
    case "order-opened": {
      const { transaction } = event;
      insist(!state.transactions.has(transaction.outTradeNo), "The out_trade_no is in use");
      insist(!state.prepayIds.has(transaction.prepayId), "The prepay_id is in use");
      insist(transaction.state === "NOTPAY", "A new order is unpaid");
      insist(isFen(transaction.total), `A total is a positive number of fen`);
      return;
    }
    case "prepay-renewed":
      insist(!state.prepayIds.has(event.prepayId), "The prepay_id is in use");
      insist(transactionOf(state, event.outTradeNo).state === "NOTPAY", "The order is not unpaid");
      return;
    case "payment-refused":
      insist(transactionOf(state, event.outTradeNo).state === "NOTPAY", "The order is not unpaid");
      return;
    case "paid":
      insistTransition(state, event.outTradeNo, "SUCCESS");
      insist(!state.transactionIds.has(event.transactionId), "The transaction_id is in use");
      insist(!state.notifications.has(event.notification.id), "The notification id is in use");
      return;
    case "closed":
      insistTransition(state, event.outTradeNo, "CLOSED");
      return;
    case "refund-accepted":
      insistRefundable(state, event.refund);
      return;
    case "refund-settled":
      insistRefundTransition(state, event.outRefundNo, event.status);
      insist(
        !state.notifications.has(event.notification?.id ?? ""),
        "The notification id is in use",
      );
      return;
    case "refund-retried":
      insistRefundTransition(state, event.outRefundNo, "PROCESSING");
      return;
    case "shipping-uploaded":
      insist(
        transactionOf(state, event.shipping.outTradeNo).paidAt !== undefined,
        "The order is not paid",
      );
      return;
    case "balance-adjusted":
      insist(Number.isSafeInteger(event.adjustment.amount), "An adjustment is a number of fen");
      return;
    case "notification-attempted":
      insist(state.notifications.has(event.id), `No notification ${event.id}`);
      return;
    case "person-seen":
    case "access-token-issued":
    case "access-token-ended":
    case "signing-mode-set":
    case "reset":
      return;
  }
}

/** What holds after every event. */
export function assertBalanced(state: BooksState): void {
  insist(
    state.received - state.refunded === state.balance && state.refunded <= state.received,
    `The books do not balance: ${state.received} − ${state.refunded} ≠ ${state.balance}`,
  );
  insist(availableIn(state) >= 0, `More was paid out than there is: ${availableIn(state)} fen`);
}
