import type { Books } from "../books/books";
import type { Refund, Transaction } from "../books/records";
import { newOpenid, newNonce, newTransactionId } from "../identifiers";
import { isWithin, type BillDay } from "./day";

export type TradeBillType = "ALL" | "SUCCESS" | "REFUND";

/** One line of a trade bill: a payment, or a refund of one. Amounts in fen. */
export interface TradeRow {
  at: string;
  transaction: Pick<Transaction, "outTradeNo" | "openid" | "description" | "attach"> & {
    transactionId?: string;
  };
  /** What was paid; 0 in the line of a refund. */
  paid: number;
  refund?: Pick<Refund, "outRefundNo" | "refundId"> & {
    amount: number;
    /** As it stood when the day ended. */
    status: "PROCESSING" | "SUCCESS" | "CHANGE" | "FAIL";
    succeededAt?: string;
  };
}

const statuses = { SUCCESS: "SUCCESS", ABNORMAL: "CHANGE", CLOSED: "FAIL" } as const;

function toRefundRow(transaction: Transaction, refund: Refund, day: BillDay): TradeRow {
  const { settledAt, outRefundNo, refundId, amount } = refund;
  const settled = settledAt !== undefined && Date.parse(settledAt) < day.end;
  const status = settled && refund.status !== "PROCESSING" ? statuses[refund.status] : "PROCESSING";
  return {
    at: refund.createdAt,
    transaction,
    paid: 0,
    refund: {
      outRefundNo,
      refundId,
      amount,
      status,
      ...(status === "SUCCESS" && { succeededAt: settledAt }),
    },
  };
}

/** The payments made and the refunds accepted on a day, in the order in which they came. */
export function tradeRows(books: Books, day: BillDay, type: TradeBillType): TradeRow[] {
  const rows: TradeRow[] = [];
  for (const transaction of type === "REFUND" ? [] : books.state.transactions.values()) {
    if (transaction.paidAt !== undefined && isWithin(day, transaction.paidAt)) {
      rows.push({ at: transaction.paidAt, transaction, paid: transaction.total });
    }
  }
  for (const refund of type === "SUCCESS" ? [] : books.state.refunds.values()) {
    const transaction = books.transaction(refund.outTradeNo);
    if (transaction && isWithin(day, refund.createdAt)) {
      rows.push(toRefundRow(transaction, refund, day));
    }
  }
  return rows.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** A payment that nobody made. */
export function inventedTrade(day: BillDay): TradeRow {
  const at = new Date(day.start);
  return {
    at: at.toISOString(),
    transaction: {
      outTradeNo: newNonce(),
      transactionId: newTransactionId(at, 9_999_999_999),
      openid: newOpenid(),
      description: "账外交易",
    },
    paid: 100,
  };
}

/** The same line with one fen more. */
export const overstatedTrade = (row: TradeRow): TradeRow =>
  row.refund
    ? { ...row, refund: { ...row.refund, amount: row.refund.amount + 1 } }
    : { ...row, paid: row.paid + 1 };
