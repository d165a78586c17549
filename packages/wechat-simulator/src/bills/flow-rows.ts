import type { Books } from "../books/books";
import { newNonce, newTransactionId } from "../identifiers";
import { isWithin, type BillDay } from "./day";

/** One movement on the merchant's account. */
export interface FlowRow {
  at: string;
  /** The number of what moved the money. */
  businessId: string;
  flowId: string;
  name: "交易" | "退款" | "充值" | "提现";
  /** Fen; below zero: out of the account. */
  amount: number;
  /** Fen on the account afterwards. */
  balance: number;
  /** The merchant's own number. */
  voucher: string;
}

type Movement = Omit<FlowRow, "balance">;

function movements({ state }: Books): Movement[] {
  const payments = [...state.transactions.values()].flatMap((one): Movement[] =>
    one.paidAt === undefined || one.transactionId === undefined
      ? []
      : [
          {
            at: one.paidAt,
            businessId: one.transactionId,
            flowId: one.transactionId,
            name: "交易",
            amount: one.total,
            voucher: one.outTradeNo,
          },
        ],
  );
  const refunds = [...state.refunds.values()].flatMap((one): Movement[] => {
    const numbers = { businessId: one.refundId, voucher: one.outRefundNo, name: "退款" } as const;
    const out = { ...numbers, at: one.createdAt, flowId: one.refundId, amount: -one.amount };
    if (one.status !== "CLOSED" || one.settledAt === undefined) {
      return [out];
    }
    return [out, { ...numbers, at: one.settledAt, flowId: `${one.refundId}1`, amount: one.amount }];
  });
  const adjustments = state.adjustments.map(({ at, amount }, index): Movement => {
    const flowId = `1000${String(index + 1).padStart(24, "0")}`;
    const name = amount > 0 ? "充值" : "提现";
    return { at, businessId: flowId, flowId, name, amount, voucher: flowId };
  });
  // Of one moment what came in counts first, so that no balance is below zero on paper only.
  return [...payments, ...refunds, ...adjustments].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || Math.sign(b.amount) - Math.sign(a.amount),
  );
}

/** What came in and went out on a day, each with the balance that it left. */
export function flowRows(books: Books, day: BillDay): FlowRow[] {
  const rows: FlowRow[] = [];
  let balance = 0;
  for (const movement of movements(books)) {
    balance += movement.amount;
    if (isWithin(day, movement.at)) {
      rows.push({ ...movement, balance });
    }
  }
  return rows;
}

/** A movement that nothing in the books explains. */
export function inventedFlow(day: BillDay): FlowRow {
  const at = new Date(day.start);
  const flowId = newTransactionId(at, 9_999_999_999);
  return {
    at: at.toISOString(),
    businessId: flowId,
    flowId,
    name: "交易",
    amount: 100,
    balance: 100,
    voucher: newNonce(),
  };
}

/** The same line with one fen more. */
export const overstatedFlow = (row: FlowRow): FlowRow => ({
  ...row,
  amount: row.amount + Math.sign(row.amount),
});
