import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { systemClock } from "@mall/kernel";
import type { WechatTransaction } from "@mall/wechat";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import type { WechatNotificationDTO, WechatPayModuleService } from "../modules/wechat-pay/service";
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
    await settle(container, notification.resource as unknown as WechatTransaction);
    await service.completeNotification(notification.id, systemClock.now());
  } catch (error) {
    const reason = error instanceof Error ? error.message : JSON.stringify(error);
    logger.warn(`${name} is not settled yet: ${reason}`);
    try {
      await service.postponeNotification(notification, reason, systemClock.now());
    } catch (storeError) {
      // Its next attempt was planned when it was stored, so it is not lost.
      logger.error(`${name} could not be postponed`, storeError as Error);
    }
  }
}

/** Runs the settlement of a transaction that WeChat reports as paid. */
export async function settle(
  container: MedusaContainer,
  transaction: WechatTransaction,
): Promise<void> {
  await settlePaymentWorkflow(container).run({
    input: {
      out_trade_no: transaction.out_trade_no,
      transaction_id: String(transaction.transaction_id),
      paid_at: transaction.success_time ?? systemClock.now().toISOString(),
    },
  });
}
