/** The order's status as a shopper knows it; derived, never stored. */
export const shopperStatuses = [
  "awaiting_payment",
  "awaiting_group",
  "awaiting_shipment",
  "awaiting_pickup",
  "awaiting_receipt",
  "completed",
  "canceled",
  "refunded",
] as const;

export type ShopperStatus = (typeof shopperStatuses)[number];

/** What the status is derived from. */
export interface OrderFacts {
  /** Medusa's order status. */
  status: string;
  /** Medusa's aggregated payment status. */
  paymentStatus: string;
  /** Medusa's aggregated fulfilment status. */
  fulfillmentStatus: string;
  /** Nothing is owed: an order paid wholly with points or coupons has no payment. */
  isFree: boolean;
  /** The shopper comes for it. */
  isPickup: boolean;
  /** It waits for a group to complete. */
  awaitsGroup: boolean;
}

const UNPAID = new Set(["not_paid", "awaiting", "requires_action", "partially_authorized"]);
const SENT = new Set(["shipped", "delivered", "partially_delivered"]);

/** Derives the shopper's status. A cancellation after payment counts as refunded. */
export function shopperStatus(order: OrderFacts): ShopperStatus {
  const isRefunded = order.paymentStatus === "refunded";
  if (order.status === "canceled") return isRefunded ? "refunded" : "canceled";
  if (isRefunded) return "refunded";
  if (order.status === "completed") return "completed";
  if (UNPAID.has(order.paymentStatus) && !order.isFree) return "awaiting_payment";
  if (order.awaitsGroup) return "awaiting_group";
  if (order.isPickup) return "awaiting_pickup";
  return SENT.has(order.fulfillmentStatus) ? "awaiting_receipt" : "awaiting_shipment";
}

/** What is known of an order whose payment deadline passed. */
export interface OverdueOrder {
  status: string;
  isCaptured: boolean;
  /** The merchant has begun to deliver, so it is no longer ours to cancel. */
  hasFulfillments: boolean;
}

/** Whether an order is canceled because it was not paid in time. */
export function isToBeCanceled(order: OverdueOrder): boolean {
  return order.status === "pending" && !order.isCaptured && !order.hasFulfillments;
}

/** What of an order has left the shop. */
export interface Dispatch {
  items: { quantity: number; fulfilled: number }[];
  fulfillments: {
    isPickup: boolean;
    canceledAt?: Date | undefined;
    shippedAt?: Date | undefined;
    deliveredAt?: Date | undefined;
  }[];
}

/**
 * When the last piece of an order was sent; undefined while something is still to be sent. What the
 * shopper comes for counts once it was handed over.
 */
export function completelySentAt({ items, fulfillments }: Dispatch): Date | undefined {
  if (items.some(({ quantity, fulfilled }) => fulfilled < quantity)) return undefined;
  const live = fulfillments.filter(({ canceledAt }) => canceledAt === undefined);
  const times = live.flatMap(
    ({ isPickup, shippedAt, deliveredAt }) =>
      (isPickup ? deliveredAt : (shippedAt ?? deliveredAt)) ?? [],
  );
  if (times.length === 0 || times.length < live.length) return undefined;
  return new Date(Math.max(...times.map((time) => time.getTime())));
}

/** What stands against confirming that an order was received; "confirmed" when it was before. */
export type ReceiptVerdict =
  | "receivable"
  | "confirmed"
  | "order_canceled"
  | "not_paid"
  | "not_shipped";

/** Whether the receipt of an order may be confirmed now. */
export function judgeReceipt(order: {
  status: string;
  isPaid: boolean;
  sentAt: Date | undefined;
}): ReceiptVerdict {
  if (order.status === "canceled") return "order_canceled";
  if (order.status === "completed" || order.status === "archived") return "confirmed";
  if (!order.isPaid) return "not_paid";
  return order.sentAt === undefined ? "not_shipped" : "receivable";
}

/** What stands against canceling an order; "canceled" when it was before. */
export type CancellationVerdict =
  | "cancelable"
  | "canceled"
  | "already_completed"
  | "already_shipped";

/** Whether a shopper may cancel an order now: as long as the merchant has not begun to deliver. */
export function judgeCancellation(order: {
  status: string;
  hasFulfillments: boolean;
}): CancellationVerdict {
  if (order.status === "canceled") return "canceled";
  if (order.status === "completed" || order.status === "archived") return "already_completed";
  return order.hasFulfillments ? "already_shipped" : "cancelable";
}
