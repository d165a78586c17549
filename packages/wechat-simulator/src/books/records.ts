import type { SigningMode } from "../keys/signing-mode";
import type { RefundOutcome, RefundState } from "./refund-state";
import type { TradeState } from "./trade-state";

/** Somebody who has opened the mini-program at least once. */
export interface Person {
  openid: string;
  unionid?: string;
}

/** One out_trade_no. Amounts are fen; times are ISO 8601 in UTC. */
export interface Transaction {
  outTradeNo: string;
  state: TradeState;
  openid: string;
  description: string;
  total: number;
  attach?: string;
  notifyUrl: string;
  timeExpire?: string;
  /** Digest of all parameters: the same number with others is refused. */
  fingerprint: string;
  createdAt: string;
  prepayId: string;
  prepaidAt: string;
  refusedAt?: string;
  transactionId?: string;
  paidAt?: string;
  closedAt?: string;
  /** Its refunds, oldest first; absent before the first. */
  outRefundNos?: string[];
}

/** One out_refund_no. Amounts are fen; times are ISO 8601 in UTC. */
export interface Refund {
  outRefundNo: string;
  refundId: string;
  outTradeNo: string;
  amount: number;
  status: RefundState;
  reason?: string;
  /** Absent: nobody is told. */
  notifyUrl?: string;
  createdAt: string;
  /** How the processing ends when it is due. */
  outcome: RefundOutcome;
  /** When the processing ends by itself; null: it has ended, or somebody must decide it. */
  dueAt: string | null;
  /** It was abnormal once, and the merchant asked for it again. */
  retried?: boolean;
  /** When the processing last ended. */
  settledAt?: string;
}

/** One waybill, or one delivery without one. */
export interface Parcel {
  trackingNo?: string;
  expressCompany?: string;
  itemDesc: string;
  /** Masked telephone numbers. */
  consignor?: string;
  receiver?: string;
  uploadTime: string;
}

/** How an order was shipped, as the merchant told it last. */
export interface Shipping {
  outTradeNo: string;
  /** WeChat's numbers: 1 express, 2 same-city, 3 virtual, 4 pickup. */
  logisticsType: number;
  /** 1 at once, 2 in parts. */
  deliveryMode: number;
  /** Nothing more will be shipped. */
  finished: boolean;
  /** How often it was finished: once, and a second time after a change. */
  finishCount: number;
  parcels: Parcel[];
}

/** Money that the merchant put in (positive) or took out, in fen. */
export interface Adjustment {
  at: string;
  amount: number;
}

export type AttemptKind = "scheduled" | "duplicate" | "manual";

/** One sending of a notification; status null means that no HTTP answer came. */
export interface Attempt {
  at: string;
  kind: AttemptKind;
  status: number | null;
  error?: string;
}

/**
 * A notification about a transaction or about one of its refunds. Its body is not kept: id, time and
 * GCM nonce make the same bytes again from the books.
 */
export interface Notification {
  id: string;
  outTradeNo: string;
  /** What it tells about a refund; absent: it tells that the transaction was paid. */
  refund?: { outRefundNo: string; status: RefundOutcome };
  createdAt: string;
  gcmNonce: string;
  /** A fault decided that no attempt is ever made by itself. */
  lost: boolean;
  delivered: boolean;
  /** When the next scheduled attempt is due; null: none is. */
  nextAt: string | null;
  attempts: Attempt[];
}

export interface AccessToken {
  token: string;
  issuedAt: string;
  expiresAt: string;
  forced: boolean;
  /** A forced refresh ends the tokens before it at once. */
  revoked: boolean;
}

/** Everything the simulator must not forget. */
export interface BooksState {
  persons: Map<string, Person>;
  /** By out_trade_no. */
  transactions: Map<string, Transaction>;
  /** From every prepay_id ever given to its out_trade_no. */
  prepayIds: Map<string, string>;
  /** From transaction_id to out_trade_no. */
  transactionIds: Map<string, string>;
  /** By out_refund_no. */
  refunds: Map<string, Refund>;
  /** From refund_id to out_refund_no. */
  refundIds: Map<string, string>;
  /** By out_trade_no. */
  shipping: Map<string, Shipping>;
  notifications: Map<string, Notification>;
  /** Fen; received − refunded = balance. A refund counts from its acceptance unless it is closed. */
  received: number;
  refunded: number;
  balance: number;
  adjustments: Adjustment[];
  /** Fen; the sum of the adjustments. Balance and this are what a refund can be paid from. */
  adjusted: number;
  /** Counts payments for ever, over resets too: numbers made from it never come again. */
  payments: number;
  /** The same for refunds. */
  refundings: number;
  accessTokens: AccessToken[];
  signing: SigningMode;
}

export const emptyBooks = (): BooksState => ({
  persons: new Map(),
  transactions: new Map(),
  prepayIds: new Map(),
  transactionIds: new Map(),
  refunds: new Map(),
  refundIds: new Map(),
  shipping: new Map(),
  notifications: new Map(),
  received: 0,
  refunded: 0,
  balance: 0,
  adjustments: [],
  adjusted: 0,
  payments: 0,
  refundings: 0,
  accessTokens: [],
  signing: "certificate",
});
