import { addMinutes, fen, sumFen, toFen, type Fen } from "@mall/kernel";
import { AfterSaleErrors } from "./errors";
import type { RefundRequestType } from "./transitions";

const MINUTES_PER_DAY = 1440;

/** What was paid with one payment of an order, and what of it went back. */
export interface PaymentFacts {
  id: string;
  capturedFen: Fen;
  refundedFen: Fen;
}

export interface ItemFacts {
  id: string;
  ordered: number;
  /** Delivered to the shopper, or on the way, and not in a return. */
  returnable: number;
}

/** What the rules have to know of an order. */
export interface OrderFacts {
  /** Medusa's order status. */
  status: string;
  items: readonly ItemFacts[];
  payments: readonly PaymentFacts[];
  /** Somebody has begun to pack it. */
  hasFulfillments: boolean;
  isShipped: boolean;
  /** When it was placed, shipped or delivered, whichever was last. */
  lastMovedAt: Date;
}

export interface RequestedItem {
  item_id: string;
  quantity: number;
}

export interface RefundDemand {
  type: RefundRequestType;
  amountFen: Fen;
  items: readonly RequestedItem[];
}

/** What was captured of an order and not refunded yet. */
export function refundable(payments: readonly PaymentFacts[]): Fen {
  return sumFen(payments.map(refundableOf));
}

function refundableOf({ capturedFen, refundedFen }: PaymentFacts): Fen {
  return fen(Math.max(0, capturedFen - refundedFen));
}

/** The amount that somebody wrote, in fen. @throws after_sale.amount_invalid */
export function amountOf(yuan: number): Fen {
  if (!isFenAmount(yuan)) throw AfterSaleErrors.amount_invalid("amount");
  return toFen(yuan);
}

function isFenAmount(yuan: number): boolean {
  if (!Number.isFinite(yuan)) return false;
  try {
    return toFen(yuan) > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Whether a shopper may ask for this now.
 *
 * @returns who grants it: the system at once, because nothing was packed and everything goes back,
 *   or the merchant
 * @throws errors of the catalogue, with the field named
 */
export function assertRequestable(
  order: OrderFacts,
  demand: RefundDemand,
  now: Date,
  afterSaleDays: number,
): "at_once" | "by_merchant" {
  assertRefundable(order);
  if (order.status === "completed" && now > windowEnd(order, afterSaleDays)) {
    throw AfterSaleErrors.window_closed();
  }
  if (demand.type === "return_and_refund" && !order.isShipped) throw AfterSaleErrors.not_shipped();
  const left = refundable(order.payments);
  if (demand.amountFen > left) throw AfterSaleErrors.amount_exceeds_refundable("amount");
  assertItems(order, demand);
  const isEverything = demand.type === "refund_only" && demand.amountFen === left;
  return isEverything && order.status === "pending" && !order.hasFulfillments
    ? "at_once"
    : "by_merchant";
}

/** @throws after_sale.order_canceled, after_sale.not_paid, after_sale.already_refunded */
function assertRefundable(order: OrderFacts): void {
  if (order.status === "canceled") throw AfterSaleErrors.order_canceled();
  if (!order.payments.some(({ capturedFen }) => capturedFen > 0)) throw AfterSaleErrors.not_paid();
  if (refundable(order.payments) === 0) throw AfterSaleErrors.already_refunded();
}

/** Until when a completed order may be complained about. */
function windowEnd({ lastMovedAt }: OrderFacts, days: number): Date {
  return addMinutes(lastMovedAt, days * MINUTES_PER_DAY);
}

function assertItems(order: OrderFacts, { type, items }: RefundDemand): void {
  const isReturn = type === "return_and_refund";
  if (isReturn && items.length === 0) throw AfterSaleErrors.items_missing("items");
  const asked = new Map<string, number>();
  items.forEach(({ item_id, quantity }, index) => {
    const field = `items.${String(index)}`;
    const item = order.items.find(({ id }) => id === item_id);
    if (item === undefined) throw AfterSaleErrors.item_unknown(`${field}.item_id`);
    if (!Number.isSafeInteger(quantity) || quantity <= 0) {
      throw AfterSaleErrors.quantity_invalid(`${field}.quantity`);
    }
    const total = (asked.get(item_id) ?? 0) + quantity;
    asked.set(item_id, total);
    if (total > item.ordered) throw AfterSaleErrors.quantity_exceeds_ordered(`${field}.quantity`);
    if (isReturn && total > item.returnable) {
      throw AfterSaleErrors.quantity_exceeds_returnable(`${field}.quantity`);
    }
  });
}

/** Items that were named twice become one. */
export function mergeItems(items: readonly RequestedItem[]): RequestedItem[] {
  const merged = new Map<string, number>();
  for (const { item_id, quantity } of items) {
    merged.set(item_id, (merged.get(item_id) ?? 0) + quantity);
  }
  return [...merged].map(([item_id, quantity]) => ({ item_id, quantity }));
}

/**
 * Whether the merchant may grant this amount of what was asked for.
 *
 * @throws errors of the catalogue
 */
export function assertApprovable(order: OrderFacts, requestedFen: Fen, approvedFen: Fen): void {
  if (approvedFen > requestedFen) throw AfterSaleErrors.amount_exceeds_requested("amount");
  assertRefundable(order);
  if (approvedFen > refundable(order.payments)) {
    throw AfterSaleErrors.amount_exceeds_refundable("amount");
  }
}

/**
 * From which payments an amount goes back: the first one as far as it reaches, then the next. What
 * is no longer there, because somebody refunded it elsewhere, is left out.
 */
export function refundPlan(
  payments: readonly PaymentFacts[],
  amountFen: Fen,
): { paymentId: string; amountFen: Fen }[] {
  let left: number = amountFen;
  const plan: { paymentId: string; amountFen: Fen }[] = [];
  for (const payment of payments) {
    const share = fen(Math.min(left, refundableOf(payment)));
    if (share <= 0) continue;
    plan.push({ paymentId: payment.id, amountFen: share });
    left -= share;
  }
  return plan;
}

/** Seconds until something that failed `attempts` times is tried again: 10, 20, 40 … ten minutes. */
export function retryDelay(attempts: number): number {
  return Math.min(600, 10 * 2 ** Math.min(attempts, 10));
}
