import type { Notification, Transaction } from "../books/records";
import type { TradeState } from "../books/trade-state";
import type { SimulatorContext } from "../context";
import { closeWhenOverdue } from "../trade/close";
import { orderIsExpired, prepayIsValid } from "../trade/prepay";

function toTransaction(transaction: Transaction, now: Date) {
  const unpaid = transaction.state === "NOTPAY";
  return {
    out_trade_no: transaction.outTradeNo,
    transaction_id: transaction.transactionId ?? null,
    prepay_id: transaction.prepayId,
    state: transaction.state,
    /** Whether a person could pay it now. */
    payable: unpaid && prepayIsValid(transaction, now) && !orderIsExpired(transaction, now),
    openid: transaction.openid,
    total: transaction.total,
    description: transaction.description,
    attach: transaction.attach ?? null,
    created_at: transaction.createdAt,
    time_expire: transaction.timeExpire ?? null,
    refused_at: transaction.refusedAt ?? null,
    paid_at: transaction.paidAt ?? null,
    closed_at: transaction.closedAt ?? null,
  };
}

const toNotification = (notification: Notification) => ({
  id: notification.id,
  out_trade_no: notification.outTradeNo,
  event_type: "TRANSACTION.SUCCESS",
  created_at: notification.createdAt,
  lost: notification.lost,
  delivered: notification.delivered,
  next_attempt_at: notification.nextAt,
  attempts: notification.attempts,
});

function latest<T>(values: Iterable<T>, count: number | undefined): T[] {
  const all = [...values];
  return count === undefined ? all : all.slice(-count);
}

/** How many transactions are in each state. */
function countStates(transactions: Iterable<Transaction>): Record<TradeState, number> {
  const counts = { NOTPAY: 0, SUCCESS: 0, CLOSED: 0, REFUND: 0 };
  for (const { state } of transactions) {
    counts[state] += 1;
  }
  return counts;
}

/**
 * The simulator's own record, oldest first; amounts in fen.
 *
 * @param count only so many of the newest; the balance is always over all
 */
export function booksView(context: SimulatorContext, count?: number) {
  const { books, clock, counters } = context;
  const { state } = books;
  const now = clock.now();
  for (const transaction of latest(state.transactions.values(), count)) {
    closeWhenOverdue(books, transaction.outTradeNo, now);
  }
  return {
    transactions: latest(state.transactions.values(), count).map((transaction) =>
      toTransaction(transaction, now),
    ),
    refunds: [],
    balance: { received: state.received, refunded: state.refunded, balance: state.balance },
    notifications: latest(state.notifications.values(), count).map(toNotification),
    counts: countStates(state.transactions.values()),
    persons: state.persons.size,
    signing: state.signing,
    requests: counters.report(),
  };
}
