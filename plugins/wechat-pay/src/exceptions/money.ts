import type { MedusaContainer } from "@medusajs/framework/types";
import { toFen } from "@mall/kernel";
import { PaymentExceptionErrors } from "../modules/payment-exception/errors";
import type { PaymentExceptionDTO } from "../modules/payment-exception/service";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import { asCataloguedError } from "../modules/wechat-pay/channel-errors";
import type { WechatPayModuleService } from "../modules/wechat-pay/service";
import { WECHAT_REFUND_MODULE } from "../modules/wechat-refund";
import {
  RefundExceedsPayment,
  type WechatRefundDTO,
  type WechatRefundModuleService,
} from "../modules/wechat-refund/service";
import { advanceRefund } from "../refunds/advance";
import { applyRefundStatus, nextAttempt } from "../refunds/progress";

/** What the shopper reads at WeChat. */
const REASON = "付款未能入账，原路退回";

/**
 * Sends money back that came in and stands in no order. Called under the lock of the exception's
 * order (or of the exception, where it has none), and again after a crash: the same exception is
 * the same refund.
 *
 * @throws payment_exception.not_refundable when there is nothing to send back
 */
export async function refundUnbookedMoney(
  container: MedusaContainer,
  exception: PaymentExceptionDTO,
  now: Date,
): Promise<void> {
  if (exception.out_trade_no === null || exception.amount === null) {
    throw PaymentExceptionErrors.not_refundable();
  }
  const money = toFen(exception.amount);
  try {
    const refund = await container
      .resolve<WechatRefundModuleService>(WECHAT_REFUND_MODULE)
      .register(
        {
          source: { exceptionId: exception.id },
          outTradeNo: exception.out_trade_no,
          orderId: exception.order_id ?? undefined,
          amountFen: money,
          paidFen: money,
          reason: REASON,
        },
        now,
      );
    await advanceRefund(container, refund);
  } catch (error) {
    if (error instanceof RefundExceedsPayment) throw PaymentExceptionErrors.not_refundable();
    throw error;
  }
}

/**
 * Asks WeChat once more for a refund that it did not carry out. Called under the same lock.
 *
 * @throws payment_exception.not_retryable when there is no such refund
 */
export async function retryRefund(
  container: MedusaContainer,
  exception: PaymentExceptionDTO,
  now: Date,
): Promise<void> {
  const service = container.resolve<WechatRefundModuleService>(WECHAT_REFUND_MODULE);
  const refund = await service.refundOf(exception.subject);
  if (refund === undefined) throw PaymentExceptionErrors.not_retryable();
  if (refund.state === "abnormal") await payToMerchantsCard(container, refund);
  else if (refund.state === "closed") await nextAttempt(container, refund, now);
  else if (await service.hurry(refund.out_refund_no, now)) await advanceRefund(container, refund);
  else throw PaymentExceptionErrors.not_retryable();
}

/** What an abnormal refund can come to: the merchant's own bank account, and from there the shopper. */
async function payToMerchantsCard(
  container: MedusaContainer,
  refund: WechatRefundDTO,
): Promise<void> {
  const { client } = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  try {
    const answer = await client.applyAbnormalRefund({
      refundId: String(refund.wechat_refund_id),
      outRefundNo: refund.out_refund_no,
    });
    await applyRefundStatus(container, refund, { ...answer, cause: "merchant" });
  } catch (error) {
    throw asCataloguedError(error);
  }
}
