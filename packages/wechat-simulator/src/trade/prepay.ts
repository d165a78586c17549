import type { Books } from "../books/books";
import type { Transaction } from "../books/records";
import { newPrepayId } from "../identifiers";
import { closeWhenOverdue } from "./close";

/** "prepay_id 有效期为 2 小时" */
const PREPAY_VALID_MS = 2 * 60 * 60 * 1000;

export const prepayIsValid = (transaction: Transaction, now: Date): boolean =>
  now.getTime() < Date.parse(transaction.prepaidAt) + PREPAY_VALID_MS;

export const orderIsExpired = (transaction: Transaction, now: Date): boolean =>
  transaction.timeExpire !== undefined && now.getTime() >= Date.parse(transaction.timeExpire);

/** What a merchant asks for; the fingerprint covers all of its parameters. */
export type OrderRequest = Pick<
  Transaction,
  | "outTradeNo"
  | "openid"
  | "description"
  | "total"
  | "attach"
  | "notifyUrl"
  | "timeExpire"
  | "fingerprint"
>;

export type PrepayResult =
  | { prepayId: string }
  | { refused: "paid" | "number-used" | "closed" | "other-parameters" | "expired" };

function reopen(
  books: Books,
  existing: Transaction,
  request: OrderRequest,
  now: Date,
): PrepayResult {
  const same = existing.fingerprint === request.fingerprint;
  if (existing.state === "SUCCESS" || existing.state === "REFUND") {
    return { refused: same ? "paid" : "number-used" };
  }
  if (existing.state === "CLOSED") {
    return { refused: "closed" };
  }
  if (!same) {
    return { refused: "other-parameters" };
  }
  if (orderIsExpired(existing, now)) {
    return { refused: "expired" };
  }
  if (prepayIsValid(existing, now)) {
    return { prepayId: existing.prepayId };
  }
  const prepayId = newPrepayId(now);
  const at = now.toISOString();
  books.commit({ type: "prepay-renewed", outTradeNo: existing.outTradeNo, prepayId, at });
  return { prepayId };
}

/** Opens an order, or gives the same order's prepay_id again to the same parameters. */
export function prepay(books: Books, request: OrderRequest, now: Date): PrepayResult {
  closeWhenOverdue(books, request.outTradeNo, now);
  const existing = books.transaction(request.outTradeNo);
  if (existing) {
    return reopen(books, existing, request, now);
  }
  if (request.timeExpire !== undefined && Date.parse(request.timeExpire) <= now.getTime()) {
    return { refused: "expired" };
  }
  const prepayId = newPrepayId(now);
  const at = now.toISOString();
  books.commit({
    type: "order-opened",
    transaction: { ...request, state: "NOTPAY", createdAt: at, prepayId, prepaidAt: at },
  });
  return { prepayId };
}
