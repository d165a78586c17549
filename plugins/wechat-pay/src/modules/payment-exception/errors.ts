import { defineErrors } from "@mall/kernel";

/** What can go wrong when a merchant decides about an exception. Codes are API; the README lists them. */
export const PaymentExceptionErrors = defineErrors("payment_exception", {
  not_found: ["NOT_FOUND", "No such exception"],
  already_resolved: ["NOT_ALLOWED", "Somebody has decided about this already"],
  not_refundable: ["NOT_ALLOWED", "There is no money in this that could be refunded from here"],
  not_retryable: ["NOT_ALLOWED", "There is nothing in this that could be tried again"],
});
