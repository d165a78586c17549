import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { messageOf, systemClock } from "@mall/kernel";
import type { WechatRefundNotice, WechatTransaction } from "@mall/wechat";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import type { WechatNotificationDTO, WechatPayModuleService } from "../modules/wechat-pay/service";
import { refundIfCanceled } from "../refunds/late-payment";
import { bookRefundNotice } from "../refunds/notice";
import { raiseUnbooked } from "./unbooked";
import { settlePaymentWorkflow } from "../workflows/settle-payment";

/**
 * Settles what a stored notification reports. Never throws: a failure is kept in the inbox with
 * its reason and tried again later.
 */
export async function processNotification(
  container: MedusaContainer,
  notification: WechatNotificationDTO,
): Promise<void> {
  if (notification.state === "processed") return;
  const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  const name = `WeChat notification ${notification.notification_id}`;
  try {
    await book(container, notification);
    await service.completeNotification(notification.id, systemClock.now());
  } catch (error) {
    const reason = messageOf(error);
    logger.warn(`${name} is not settled yet: ${reason}`);
    try {
      await service.postponeNotification(notification, reason, systemClock.now());
    } catch (storeError) {
      // Its next attempt was planned when it was stored, so it is not lost.
      logger.error(`${name} could not be postponed`, storeError as Error);
    }
  }
}

async function book(
  container: MedusaContainer,
  { event_type, out_trade_no, resource }: WechatNotificationDTO,
): Promise<void> {
  if (event_type.startsWith("REFUND.")) {
    await bookRefundNotice(container, resource as unknown as WechatRefundNotice);
    return;
  }
  await settle(container, resource as unknown as WechatTransaction);
  const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  await refundIfCanceled(container, (await service.paymentOf(out_trade_no)).order_id);
}

/**
 * Runs the settlement of a transaction that WeChat reports as paid. A second one of a payment that
 * was settled goes into the queue.
 */
export async function settle(
  container: MedusaContainer,
  transaction: WechatTransaction,
): Promise<void> {
  const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  const payment = await service.paymentOf(transaction.out_trade_no);
  if (payment.state === "paid" && payment.transaction_id !== transaction.transaction_id) {
    await raiseUnbooked(container, "second_success", transaction, payment, systemClock.now());
    return;
  }
  await settlePaymentWorkflow(container).run({
    input: {
      out_trade_no: transaction.out_trade_no,
      transaction_id: String(transaction.transaction_id),
      paid_at: transaction.success_time ?? systemClock.now().toISOString(),
    },
  });
}
