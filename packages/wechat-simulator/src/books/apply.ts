import type { BooksEvent } from "./events";
import { refundOf, transactionOf } from "./legality";
import { emptyBooks, type AccessToken, type BooksState, type Notification } from "./records";

/** Enough to tell an expired token (42001) from one that never was, and to count a day's quota. */
const KEPT_TOKENS = 100;

function addToken(state: BooksState, token: AccessToken): void {
  if (token.forced) {
    state.accessTokens.forEach((earlier) => {
      earlier.revoked = true;
    });
  }
  state.accessTokens = [...state.accessTokens, { ...token }].slice(-KEPT_TOKENS);
}

/** Persons, tokens and the signing mode belong to WeChat, not to the merchant's books. */
function clearBooks(state: BooksState): void {
  const { persons, payments, refundings, accessTokens, signing } = state;
  Object.assign(state, emptyBooks(), { persons, payments, refundings, accessTokens, signing });
}

const addNotification = (state: BooksState, notification: Notification): void => {
  state.notifications.set(notification.id, {
    ...notification,
    attempts: [...notification.attempts],
  });
};

function applyPaid(state: BooksState, event: Extract<BooksEvent, { type: "paid" }>): void {
  const transaction = transactionOf(state, event.outTradeNo);
  transaction.state = "SUCCESS";
  transaction.transactionId = event.transactionId;
  transaction.paidAt = event.at;
  state.transactionIds.set(event.transactionId, event.outTradeNo);
  addNotification(state, event.notification);
  state.received += transaction.total;
  state.balance += transaction.total;
  state.payments += 1;
}

function applyRefundAccepted(
  state: BooksState,
  { refund }: Extract<BooksEvent, { type: "refund-accepted" }>,
): void {
  const transaction = transactionOf(state, refund.outTradeNo);
  transaction.state = "REFUND";
  transaction.outRefundNos = [...(transaction.outRefundNos ?? []), refund.outRefundNo];
  state.refunds.set(refund.outRefundNo, { ...refund });
  state.refundIds.set(refund.refundId, refund.outRefundNo);
  state.refunded += refund.amount;
  state.balance -= refund.amount;
  state.refundings += 1;
}

function applyRefundSettled(
  state: BooksState,
  event: Extract<BooksEvent, { type: "refund-settled" }>,
): void {
  const refund = refundOf(state, event.outRefundNo);
  refund.status = event.status;
  refund.settledAt = event.at;
  refund.dueAt = null;
  if (event.status === "CLOSED") {
    state.refunded -= refund.amount;
    state.balance += refund.amount;
  }
  if (event.notification) {
    addNotification(state, event.notification);
  }
}

function applyRefundRetried(
  state: BooksState,
  event: Extract<BooksEvent, { type: "refund-retried" }>,
): void {
  const refund = refundOf(state, event.outRefundNo);
  refund.status = "PROCESSING";
  refund.outcome = "SUCCESS";
  refund.retried = true;
  refund.dueAt = event.dueAt;
}

function applyAttempt(
  state: BooksState,
  event: Extract<BooksEvent, { type: "notification-attempted" }>,
): void {
  const notification = state.notifications.get(event.id);
  if (notification) {
    notification.attempts.push({ ...event.attempt });
    notification.delivered ||= event.delivered;
    notification.nextAt = notification.delivered ? null : event.nextAt;
  }
}

/** Adds one event to the state, in place. The same events always make the same state. */
export function applyEvent(state: BooksState, event: BooksEvent): void {
  switch (event.type) {
    case "person-seen":
      state.persons.set(event.person.openid, { ...event.person });
      return;
    case "order-opened":
      state.transactions.set(event.transaction.outTradeNo, { ...event.transaction });
      state.prepayIds.set(event.transaction.prepayId, event.transaction.outTradeNo);
      return;
    case "prepay-renewed": {
      const transaction = transactionOf(state, event.outTradeNo);
      transaction.prepayId = event.prepayId;
      transaction.prepaidAt = event.at;
      state.prepayIds.set(event.prepayId, event.outTradeNo);
      return;
    }
    case "payment-refused":
      transactionOf(state, event.outTradeNo).refusedAt = event.at;
      return;
    case "paid":
      applyPaid(state, event);
      return;
    case "closed": {
      const transaction = transactionOf(state, event.outTradeNo);
      transaction.state = "CLOSED";
      transaction.closedAt = event.at;
      return;
    }
    case "refund-accepted":
      applyRefundAccepted(state, event);
      return;
    case "refund-settled":
      applyRefundSettled(state, event);
      return;
    case "refund-retried":
      applyRefundRetried(state, event);
      return;
    case "shipping-uploaded":
      state.shipping.set(event.shipping.outTradeNo, {
        ...event.shipping,
        parcels: event.shipping.parcels.map((parcel) => ({ ...parcel })),
      });
      return;
    case "balance-adjusted":
      state.adjustments.push({ ...event.adjustment });
      state.adjusted += event.adjustment.amount;
      return;
    case "notification-attempted":
      applyAttempt(state, event);
      return;
    case "access-token-issued":
      addToken(state, event.token);
      return;
    case "access-token-ended":
      state.accessTokens
        .filter((token) => token.token === event.token)
        .forEach((token) => {
          token.revoked ||= event.revoked;
          token.expiresAt = event.at;
        });
      return;
    case "signing-mode-set":
      state.signing = event.signing;
      return;
    case "reset":
      clearBooks(state);
      return;
  }
}
