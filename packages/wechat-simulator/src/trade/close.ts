import type { Books } from "../books/books";

const UNPAID_LIFE_MS = 7 * 24 * 60 * 60 * 1000;

export type CloseResult = "closed" | "unknown" | "paid";

/** Closes an unpaid order; closing it again changes nothing. */
export function closeOrder(books: Books, outTradeNo: string, now: Date): CloseResult {
  const transaction = books.transaction(outTradeNo);
  if (!transaction) {
    return "unknown";
  }
  if (transaction.state === "NOTPAY") {
    books.commit({ type: "closed", outTradeNo, at: now.toISOString() });
  }
  return transaction.state === "CLOSED" ? "closed" : "paid";
}

/**
 * WeChat closes by itself what was not paid for seven days. Nobody can see the order without asking
 * for it, so it is enough to look whenever somebody asks.
 */
export function closeWhenOverdue(books: Books, outTradeNo: string, now: Date): void {
  const transaction = books.transaction(outTradeNo);
  if (
    transaction?.state === "NOTPAY" &&
    now.getTime() >= Date.parse(transaction.createdAt) + UNPAID_LIFE_MS
  ) {
    books.commit({ type: "closed", outTradeNo, at: now.toISOString() });
  }
}
