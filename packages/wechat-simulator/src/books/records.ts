import type { SigningMode } from "../keys/signing-mode";
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
 * A notification about a transaction. Its body is not kept: id, time and GCM nonce make the same
 * bytes again from the transaction.
 */
export interface Notification {
  id: string;
  outTradeNo: string;
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
  notifications: Map<string, Notification>;
  /** Fen; received − refunded = balance. */
  received: number;
  refunded: number;
  balance: number;
  /** Counts payments for ever, over resets too: numbers made from it never come again. */
  payments: number;
  accessTokens: AccessToken[];
  signing: SigningMode;
}

export const emptyBooks = (): BooksState => ({
  persons: new Map(),
  transactions: new Map(),
  prepayIds: new Map(),
  transactionIds: new Map(),
  notifications: new Map(),
  received: 0,
  refunded: 0,
  balance: 0,
  payments: 0,
  accessTokens: [],
  signing: "certificate",
});
