import type { BigNumberInput } from "@medusajs/framework/types";
import { addMinutes, addSeconds, fen, roundToFen, type Fen } from "@mall/kernel";
import { WechatPayErrors } from "./errors";

/** `payses_` + ULID has 33 characters, WeChat takes 32: the ULID alone is as unique. */
export function outTradeNoOf(paymentSessionId: string): string {
  return paymentSessionId.replace(/^payses_/, "");
}

/** Every state a payment can be in, and where it may go from there. Money that came in is final. */
export const paymentTransitions = {
  pending: ["paid", "closed"],
  closed: ["paid"],
  paid: [],
} as const satisfies Record<string, readonly string[]>;

/**
 * What WeChat is asked for: the session's amount in whole fen, or the error that it cannot be taken.
 * Percentage promotions leave fractions of a fen in Medusa's totals; they are rounded here.
 */
export function chargeableFen(amount: BigNumberInput, currencyCode: string): Fen {
  if (currencyCode.toLowerCase() !== "cny") {
    throw WechatPayErrors.currency_unsupported(currencyCode);
  }
  const total = roundToFen(amount);
  if (total < 1) throw WechatPayErrors.invalid_amount();
  return total;
}

export interface PayableOrder {
  status: string;
  /** The order's open payment session with WeChat, if it has one. */
  session: { status: string; amountFen: Fen } | undefined;
  /** What the order costs now. */
  totalFen: Fen;
  expiresAt: Date;
}

/** Throws the catalogued reason why this order cannot be paid now. */
export function assertPayable(order: PayableOrder, now: Date): void {
  if (order.status === "canceled") throw WechatPayErrors.order_canceled();
  if (order.session === undefined) throw WechatPayErrors.not_payable();
  if (["authorized", "captured"].includes(order.session.status)) {
    throw WechatPayErrors.already_paid();
  }
  if (order.session.status !== "pending_authorization") throw WechatPayErrors.not_payable();
  if (order.session.amountFen !== order.totalFen) throw WechatPayErrors.amount_changed();
  if (order.expiresAt <= now) throw WechatPayErrors.deadline_passed();
}

/** A prepay_id lives two hours at WeChat; ten minutes less leaves the shopper time to type a password. */
const PREPAY_LIFE_MINUTES = 110;

/** Whether a prepay_id can still be handed to a shopper. */
export function isPrepayUsable(prepaidAt: Date, now: Date): boolean {
  return now < addMinutes(prepaidAt, PREPAY_LIFE_MINUTES);
}

const QUERY_DELAYS_SECONDS = [5, 10, 15, 30, 60, 120, 300, 600, 1800] as const;
const LONGEST_QUERY_DELAY_SECONDS = 3600;

/** When to ask WeChat again after `count` questions that found the payment still open. */
export function nextQueryAt(count: number, now: Date): Date {
  return addSeconds(now, QUERY_DELAYS_SECONDS[count] ?? LONGEST_QUERY_DELAY_SECONDS);
}

const ATTEMPT_DELAYS_SECONDS = [2, 5, 15, 60, 300] as const;
const LONGEST_ATTEMPT_DELAY_SECONDS = 900;

/** When to process a notification again after `attempts` that failed. It is never given up. */
export function nextAttemptAt(attempts: number, now: Date): Date {
  return addSeconds(now, ATTEMPT_DELAYS_SECONDS[attempts] ?? LONGEST_ATTEMPT_DELAY_SECONDS);
}

/** What WeChat says was paid, as far as it has to agree with what we asked for. */
export interface PaidTransaction {
  appid: string;
  mchid: string;
  out_trade_no: string;
  transaction_id?: string | undefined;
  trade_state: string;
  payer?: { openid: string } | undefined;
  amount?: { total: number; currency?: string | undefined } | undefined;
}

export interface ExpectedPayment {
  app_id: string;
  mch_id: string;
  openid: string;
  out_trade_no: string;
  amountFen: Fen;
}

/**
 * Compares a success with the payment it claims to be. `payer_total` may be lower (WeChat's own
 * coupons), `total` may not.
 *
 * @returns the names of the fields that disagree; empty when it is this payment
 */
export function disagreements(paid: PaidTransaction, expected: ExpectedPayment): string[] {
  const total = paid.amount?.total;
  const checks: Record<string, boolean> = {
    out_trade_no: paid.out_trade_no === expected.out_trade_no,
    appid: paid.appid === expected.app_id,
    mchid: paid.mchid === expected.mch_id,
    trade_state: paid.trade_state === "SUCCESS",
    transaction_id: Boolean(paid.transaction_id),
    openid: paid.payer?.openid === expected.openid,
    total: Number.isSafeInteger(total) && fen(total ?? 0) === expected.amountFen,
    currency: (paid.amount?.currency ?? "CNY") === "CNY",
  };
  return Object.keys(checks).filter((field) => !checks[field]);
}
