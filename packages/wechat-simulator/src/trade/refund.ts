import type { Books } from "../books/books";
import type { Notification, Refund, Transaction } from "../books/records";
import type { RefundOutcome } from "../books/refund-state";
import { newRefundId } from "../identifiers";
import { newNotification, type Sending } from "./notification";

/** "支付成功一年内"; and "一笔订单最多支持50次部分退款" */
const REFUNDABLE_MS = 365 * 24 * 60 * 60 * 1000;
const MOST_REFUNDS = 50;

/** What a merchant asks for; amounts in fen. */
export interface RefundRequest {
  outTradeNo?: string;
  transactionId?: string;
  outRefundNo: string;
  amount: number;
  /** What the merchant takes the order's amount to be. */
  total: number;
  reason?: string;
  notifyUrl?: string;
}

export type RefundRefusal =
  | "order-unknown"
  | "orders-differ"
  | "not-paid"
  | "number-used"
  | "total-differs"
  | "too-old"
  | "too-many"
  | "too-much"
  | "fully-refunded";

export type RefundableResult =
  | { transaction: Transaction }
  | { existing: Refund; transaction: Transaction }
  | { refused: RefundRefusal };

function findOrder(
  books: Books,
  { outTradeNo, transactionId }: RefundRequest,
): Transaction | RefundRefusal {
  const byNumber = outTradeNo === undefined ? undefined : books.transaction(outTradeNo);
  const byId = transactionId === undefined ? undefined : books.transactionById(transactionId);
  if (outTradeNo !== undefined && transactionId !== undefined && byNumber !== byId) {
    return "orders-differ";
  }
  return byNumber ?? byId ?? "order-unknown";
}

function refusalOf(
  books: Books,
  transaction: Transaction,
  request: RefundRequest,
  now: Date,
): RefundRefusal | undefined {
  if (transaction.paidAt === undefined) {
    return "not-paid";
  }
  if (transaction.total !== request.total) {
    return "total-differs";
  }
  if (now.getTime() > Date.parse(transaction.paidAt) + REFUNDABLE_MS) {
    return "too-old";
  }
  const refundable = books.refundable(transaction);
  if (refundable === 0) {
    return "fully-refunded";
  }
  if (request.amount > refundable) {
    return "too-much";
  }
  return (transaction.outRefundNos ?? []).length >= MOST_REFUNDS ? "too-many" : undefined;
}

/** The order to be refunded, or the refund that this number already is. */
export function findRefundable(books: Books, request: RefundRequest, now: Date): RefundableResult {
  const transaction = findOrder(books, request);
  if (typeof transaction === "string") {
    return { refused: transaction };
  }
  const existing = books.refund(request.outRefundNo);
  if (existing) {
    const same =
      existing.outTradeNo === transaction.outTradeNo &&
      existing.amount === request.amount &&
      transaction.total === request.total;
    return same ? { existing, transaction } : { refused: "number-used" };
  }
  const refused = refusalOf(books, transaction, request, now);
  return refused === undefined ? { transaction } : { refused };
}

/**
 * Takes the refund on and its money out of the balance.
 *
 * @param plan.dueAt when the outcome takes place; null: when somebody says so
 */
export function acceptRefund(
  books: Books,
  transaction: Transaction,
  request: RefundRequest,
  now: Date,
  plan: { outcome: RefundOutcome; dueAt: Date | null },
): Refund {
  const { outRefundNo, amount, reason, notifyUrl } = request;
  books.commit({
    type: "refund-accepted",
    refund: {
      outRefundNo,
      refundId: newRefundId(now, books.state.refundings + 1),
      outTradeNo: transaction.outTradeNo,
      amount,
      status: "PROCESSING",
      ...(reason !== undefined && { reason }),
      ...(notifyUrl !== undefined && { notifyUrl }),
      createdAt: now.toISOString(),
      outcome: plan.outcome,
      dueAt: plan.dueAt?.toISOString() ?? null,
    },
  });
  return books.state.refunds.get(outRefundNo) as Refund;
}

/**
 * Ends the processing and, in the same entry, owes the merchant a notification.
 *
 * @param sending when it goes out; absent: there is nobody to tell
 */
export function settleRefund(
  books: Books,
  refund: Refund,
  status: RefundOutcome,
  now: Date,
  sending?: Sending,
): Notification | undefined {
  const { outRefundNo, outTradeNo } = refund;
  const at = now.toISOString();
  const notification =
    sending && newNotification({ outTradeNo, refund: { outRefundNo, status } }, at, sending);
  books.commit({
    type: "refund-settled",
    outRefundNo,
    status,
    at,
    ...(notification && { notification }),
  });
  return notification;
}

/** An abnormal refund goes on its way again, and this time it arrives. */
export function retryRefund(books: Books, refund: Refund, dueAt: Date): void {
  const { outRefundNo } = refund;
  books.commit({ type: "refund-retried", outRefundNo, dueAt: dueAt.toISOString() });
}
