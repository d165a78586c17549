/**
 * Why something stands in the queue. Money that WeChat has and no live order accounts for, money
 * that cannot go back, and rows of a bill that our books do not explain.
 */
export const paymentExceptionKinds = [
  /** A success whose amount or payer is not what was asked for. */
  "success_differs",
  /** A second payment of an order that is paid. */
  "second_success",
  /** A success of a number that is not ours. */
  "unknown_payment",
  /** A refund that was not made here. */
  "unknown_refund",
  /** WeChat refuses to refund: the merchant's balance is too low. */
  "refund_not_enough",
  /** The shopper's card or account takes no money. */
  "refund_abnormal",
  /** WeChat refuses the refund for good. */
  "refund_refused",
  /** A refund in Medusa's books that is beyond what was paid. */
  "refund_exceeds",
  /** In WeChat's bill, not in our books. */
  "bill_missing_here",
  /** In our books, not in WeChat's bill. */
  "bill_missing_there",
  /** In both, with another amount. */
  "bill_amount",
  /** In both, in another state. */
  "bill_status",
] as const;

export type PaymentExceptionKind = (typeof paymentExceptionKinds)[number];
