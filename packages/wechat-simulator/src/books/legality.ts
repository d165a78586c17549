import type { BooksEvent } from "./events";
import type { BooksState, Transaction } from "./records";
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

function insistTransition(state: BooksState, outTradeNo: string, to: TradeState): void {
  const { state: from } = transactionOf(state, outTradeNo);
  insist(mayBecome(from, to), `Transaction ${outTradeNo} cannot go from ${from} to ${to}`);
}

const isFen = (amount: number): boolean => Number.isSafeInteger(amount) && amount > 0;

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
}
