import type { MedusaContainer } from "@medusajs/framework/types";
import { hasErrorCode, toFen } from "@mall/kernel";
import { WechatMalformedError, WechatSignatureError, type WechatNotification } from "@mall/wechat";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import { disagreements } from "../modules/wechat-pay/rules";
import type {
  WechatNotificationDTO,
  WechatPaymentDTO,
  WechatPayModuleService,
} from "../modules/wechat-pay/service";
import { RefusedNotification } from "./refused";

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
  const { transaction } = notification;
  if (transaction === undefined) {
    throw new RefusedNotification(400, `Unknown event type ${notification.eventType}`);
  }
  const payment = await paymentFor(service, transaction.out_trade_no);
  const wrong = disagreements(transaction, { ...payment, amountFen: toFen(payment.amount) });
  if (wrong.length > 0) {
    throw new RefusedNotification(400, `Does not agree with the payment: ${wrong.join(", ")}`);
  }
  return service.receiveNotification(
    {
      notificationId: notification.id,
      eventType: notification.eventType,
      outTradeNo: transaction.out_trade_no,
      resource: { ...transaction },
    },
    now,
  );
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
): Promise<WechatPaymentDTO> {
  try {
    return await service.paymentOf(outTradeNo);
  } catch (error) {
    if (hasErrorCode(error, "wechat_pay.order_not_found")) {
      throw new RefusedNotification(404, `No payment ${outTradeNo}`);
    }
    throw error;
  }
}
