import type { Notification, Refund, Shipping, Transaction } from "../books/records";
import type { TradeState } from "../books/trade-state";
import type { SimulatorContext } from "../context";
import { eventTypeOf } from "../notifications/subject";
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

const toRefund = (refund: Refund) => ({
  out_refund_no: refund.outRefundNo,
  refund_id: refund.refundId,
  out_trade_no: refund.outTradeNo,
  status: refund.status,
  /** Nothing happens until somebody decides. */
  stuck: refund.status === "PROCESSING" && refund.dueAt === null,
  amount: refund.amount,
  reason: refund.reason ?? null,
  created_at: refund.createdAt,
  settled_at: refund.settledAt ?? null,
});

const toShipping = (shipping: Shipping) => ({
  out_trade_no: shipping.outTradeNo,
  logistics_type: shipping.logisticsType,
  delivery_mode: shipping.deliveryMode,
  finished: shipping.finished,
  finish_count: shipping.finishCount,
  parcels: shipping.parcels.map((parcel) => ({
    tracking_no: parcel.trackingNo ?? null,
    express_company: parcel.expressCompany ?? null,
    item_desc: parcel.itemDesc,
    upload_time: parcel.uploadTime,
  })),
});

const toNotification = (notification: Notification) => ({
  id: notification.id,
  out_trade_no: notification.outTradeNo,
  out_refund_no: notification.refund?.outRefundNo ?? null,
  event_type: eventTypeOf(notification),
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
    refunds: latest(state.refunds.values(), count).map(toRefund),
    shipping: latest(state.shipping.values(), count).map(toShipping),
    balance: {
      received: state.received,
      refunded: state.refunded,
      balance: state.balance,
      available: books.available(),
    },
    notifications: latest(state.notifications.values(), count).map(toNotification),
    counts: countStates(state.transactions.values()),
    persons: state.persons.size,
    signing: state.signing,
    requests: counters.report(),
  };
}
