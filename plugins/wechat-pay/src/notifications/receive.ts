import type { MedusaContainer } from "@medusajs/framework/types";
import { hasErrorCode, toFen } from "@mall/kernel";
import {
  WechatMalformedError,
  WechatSignatureError,
  type WechatNotification,
  type WechatRefundNotice,
  type WechatTransaction,
} from "@mall/wechat";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import { disagreements } from "../modules/wechat-pay/rules";
import type {
  WechatNotificationDTO,
  WechatPaymentDTO,
  WechatPayModuleService,
} from "../modules/wechat-pay/service";
import { WECHAT_REFUND_MODULE } from "../modules/wechat-refund";
import type { WechatRefundModuleService } from "../modules/wechat-refund/service";
import { refundDisagreements } from "../refunds/notice";
import { RefusedNotification } from "./refused";
import { raiseUnbooked } from "./unbooked";

export interface IncomingNotification {
  headers: Record<string, string | string[] | undefined>;
  rawBody: Buffer;
}

/**
 * Verifies a notification and stores it in the inbox.
 *
 * @throws RefusedNotification when its signature, freshness, shape or content is wrong
 */
export async function receiveNotification(
  container: MedusaContainer,
  incoming: IncomingNotification,
  now: Date,
): Promise<WechatNotificationDTO> {
  const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  const notification = await verified(service, incoming);
  const { transaction, refund } = notification;
  if (transaction !== undefined) await requirePayment(container, transaction, now);
  else if (refund !== undefined) await requireRefund(container, refund);
  const resource = transaction ?? refund;
  if (resource === undefined) {
    throw new RefusedNotification(400, `Unknown event type ${notification.eventType}`);
  }
  return service.receiveNotification(
    {
      notificationId: notification.id,
      eventType: notification.eventType,
      outTradeNo: resource.out_trade_no,
      resource: { ...resource },
    },
    now,
  );
}

/**
 * A success has to be of a payment of ours, as it was asked for. One that is WeChat's and is not
 * stands in the queue before it is refused: the money did move.
 */
async function requirePayment(
  container: MedusaContainer,
  transaction: WechatTransaction,
  now: Date,
): Promise<void> {
  const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  const isOurs =
    transaction.appid === service.client.appId && transaction.mchid === service.client.mchId;
  const payment = await paymentFor(service, transaction.out_trade_no);
  if (payment === undefined) {
    if (isOurs) await raiseUnbooked(container, "unknown_payment", transaction, undefined, now);
    throw new RefusedNotification(404, `No payment ${transaction.out_trade_no}`);
  }
  const wrong = disagreements(transaction, { ...payment, amountFen: toFen(payment.amount) });
  if (wrong.length === 0) return;
  if (isOurs) await raiseUnbooked(container, "success_differs", transaction, payment, now);
  throw new RefusedNotification(400, `Does not agree with the payment: ${wrong.join(", ")}`);
}

/** A refund that is not ours is stored all the same, and goes into the queue when it is processed. */
async function requireRefund(
  container: MedusaContainer,
  notice: WechatRefundNotice,
): Promise<void> {
  const { client } = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  if (notice.mchid !== client.mchId) {
    throw new RefusedNotification(400, "Does not agree with the refund: mchid");
  }
  const refund = await container
    .resolve<WechatRefundModuleService>(WECHAT_REFUND_MODULE)
    .refundOf(notice.out_refund_no);
  const wrong = refund === undefined ? [] : refundDisagreements(notice, refund);
  if (wrong.length > 0) {
    throw new RefusedNotification(400, `Does not agree with the refund: ${wrong.join(", ")}`);
  }
}

async function verified(
  service: WechatPayModuleService,
  incoming: IncomingNotification,
): Promise<WechatNotification> {
  try {
    return await service.client.parseNotification(incoming);
  } catch (error) {
    if (error instanceof WechatSignatureError) throw new RefusedNotification(401, error.message);
    if (error instanceof WechatMalformedError) throw new RefusedNotification(400, error.message);
    throw error;
  }
}

async function paymentFor(
  service: WechatPayModuleService,
  outTradeNo: string,
): Promise<WechatPaymentDTO | undefined> {
  try {
    return await service.paymentOf(outTradeNo);
  } catch (error) {
    if (hasErrorCode(error, "wechat_pay.order_not_found")) return undefined;
    throw error;
  }
}
