import { PaymentExceptionErrors } from "./errors";
import type { PaymentExceptionKind } from "./kinds";

/** Money that came in and stands in no order: it can go back to whoever paid it. */
const refundable: ReadonlySet<PaymentExceptionKind> = new Set([
  "success_differs",
  "second_success",
  "unknown_payment",
  "bill_missing_here",
]);

/** Refunds of ours that WeChat did not carry out: they can be asked for again. */
const retryable: ReadonlySet<PaymentExceptionKind> = new Set([
  "refund_not_enough",
  "refund_abnormal",
  "refund_refused",
]);

interface Decidable {
  kind: PaymentExceptionKind;
  state: "open" | "resolved";
}

/** Whether what is behind this kind is money that can be refunded from the queue. */
export function isRefundable(kind: PaymentExceptionKind): boolean {
  return refundable.has(kind);
}

/** Whether what is behind this kind is a refund that can be tried again. */
export function isRetryable(kind: PaymentExceptionKind): boolean {
  return retryable.has(kind);
}

/** Throws the catalogued reason why this money cannot be refunded now. */
export function assertRefundable(exception: Decidable): void {
  if (exception.state !== "open") throw PaymentExceptionErrors.already_resolved();
  if (!isRefundable(exception.kind)) throw PaymentExceptionErrors.not_refundable();
}

/** Throws the catalogued reason why this cannot be tried again now. */
export function assertRetryable(exception: Decidable): void {
  if (exception.state !== "open") throw PaymentExceptionErrors.already_resolved();
  if (!isRetryable(exception.kind)) throw PaymentExceptionErrors.not_retryable();
}
