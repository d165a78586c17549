import { fen, invariantBroken, toFen, type Fen } from "@mall/kernel";
import type { FundFlowBillRow, TradeBillRow } from "@mall/wechat";
import type { Entry, EntryKind, EntryState } from "../modules/reconciliation/rules";

/** A row of the trade bill: the entry, and what it has to move on the merchant's account. */
export interface TradeEntry extends Entry {
  wechatId: string;
  tradedAt: string;
  /** The amount less WeChat's own coupons. */
  movesFen: Fen;
}

/** A movement of money that a payment or a refund made. */
export interface Movement {
  kind: EntryKind;
  wechatId: string;
  amountFen: Fen;
}

const refundStates: Record<string, EntryState> = {
  SUCCESS: "succeeded",
  PROCESSING: "processing",
  CHANGE: "abnormal",
  FAIL: "closed",
};

/** What a row of the trade bill says in our words. */
export function entryOf(row: TradeBillRow): TradeEntry {
  const { outTradeNo, tradedAt } = row;
  if (row.tradeState !== "REFUND") {
    return {
      kind: "payment",
      number: outTradeNo,
      outTradeNo,
      wechatId: row.transactionId,
      tradedAt,
      amountFen: fen(row.totalFen),
      movesFen: fen(row.settlementFen),
      state: row.tradeState === "SUCCESS" ? "paid" : "revoked",
    };
  }
  // A refund made in WeChat's own back office may have no number of a merchant's.
  const number = row.outRefundNo ?? row.refundId;
  const state = refundStates[row.refundStatus ?? ""];
  if (number === undefined || state === undefined) {
    throw invariantBroken(`The bill has a refund of ${outTradeNo} without number or known state`);
  }
  return {
    kind: "refund",
    number,
    outTradeNo,
    wechatId: row.refundId ?? number,
    tradedAt,
    amountFen: fen(row.requestedRefundFen),
    movesFen: fen(row.refundFen),
    state,
  };
}

/** What a row of the fund-flow bill moved for a payment or a refund; undefined of all else. */
export function movementOf(row: FundFlowBillRow): Movement | undefined {
  const amountFen = fen(row.amountFen);
  if (row.businessType === "交易" && row.direction === "income") {
    return { kind: "payment", wechatId: row.businessId, amountFen };
  }
  // What comes back of a refund that was closed is income.
  if (row.businessType === "退款" && row.direction === "expense") {
    return { kind: "refund", wechatId: row.businessId, amountFen };
  }
  return undefined;
}

/** A row of our books as it comes out of the database. */
export interface BookRow {
  kind: EntryKind;
  number: string;
  out_trade_no: string;
  wechat_id: string | null;
  order_id: string | null;
  /** Yuan. */
  amount: string;
  state: EntryState;
}

/** A row of our books as an entry. */
export function entryOfBooks(row: BookRow): Entry {
  return {
    kind: row.kind,
    number: row.number,
    outTradeNo: row.out_trade_no,
    wechatId: row.wechat_id ?? undefined,
    orderId: row.order_id ?? undefined,
    amountFen: toFen(row.amount),
    state: row.state,
  };
}
