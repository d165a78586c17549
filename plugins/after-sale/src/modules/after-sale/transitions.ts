export const refundRequestStates = [
  "requested",
  "approved",
  "awaiting_return",
  "returned",
  "refunding",
  "refunded",
  "refused",
  "withdrawn",
] as const;

export type RefundRequestState = (typeof refundRequestStates)[number];

/**
 * What may follow what. A refund that was begun ends refunded, with one exception: a request that
 * was granted because nothing was shipped goes back to the merchant when the parcel was faster.
 */
export const transitions: Readonly<Record<RefundRequestState, readonly RefundRequestState[]>> = {
  requested: ["approved", "refused", "withdrawn"],
  approved: ["awaiting_return", "refunding"],
  awaiting_return: ["returned", "refused", "withdrawn"],
  returned: ["refunding"],
  refunding: ["refunded", "requested"],
  refunded: [],
  refused: [],
  withdrawn: [],
};

/** Nothing follows these; an order may have any number of requests in them, and one in another. */
export const finalStates = ["refunded", "refused", "withdrawn"] as const;

/** In these the system has something to do, not a person. */
export const workStates = ["approved", "returned", "refunding"] as const;

export const refundRequestTypes = ["refund_only", "return_and_refund"] as const;
export type RefundRequestType = (typeof refundRequestTypes)[number];

/** Why a shopper wants money back; `other` is explained in the note. */
export const refundReasons = [
  "no_longer_wanted",
  "wrong_order",
  "damaged",
  "not_fresh",
  "not_as_described",
  "missing_items",
  "late_delivery",
  "other",
] as const;
export type RefundReason = (typeof refundReasons)[number];
