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
