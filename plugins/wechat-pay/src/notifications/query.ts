import type { MedusaContainer } from "@medusajs/framework/types";
import { invariantBroken, systemClock, toFen } from "@mall/kernel";
import { WechatApiError, type WechatTransaction } from "@mall/wechat";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import { disagreements } from "../modules/wechat-pay/rules";
import type { WechatPaymentDTO, WechatPayModuleService } from "../modules/wechat-pay/service";
import { refundIfCanceled } from "../refunds/late-payment";
import { settle } from "./process";
import { raiseUnbooked } from "./unbooked";

/** Asks WeChat how a payment stands and books what it says. */
export async function queryPayment(
  container: MedusaContainer,
  payment: WechatPaymentDTO,
): Promise<void> {
  const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  const transaction = await transactionOf(service, payment);
  if (transaction?.trade_state === "SUCCESS") {
    await bookTransaction(container, payment, transaction);
    await refundIfCanceled(container, payment.order_id);
  } else if (isOver(transaction)) {
    await service.markClosed(payment.out_trade_no);
  } else {
    await service.scheduleQuery(payment, systemClock.now());
  }
}

/** Settles a payment by what WeChat answered about it. */
export async function bookTransaction(
  container: MedusaContainer,
  payment: WechatPaymentDTO,
  transaction: WechatTransaction | undefined,
): Promise<void> {
  if (transaction === undefined) throw invariantBroken("A paid payment is unknown to WeChat");
  const wrong = disagreements(transaction, { ...payment, amountFen: toFen(payment.amount) });
  if (wrong.length > 0) {
    if (transaction.trade_state === "SUCCESS") {
      await raiseUnbooked(container, "success_differs", transaction, payment, systemClock.now());
    }
    throw invariantBroken(`WeChat's payment disagrees with ours: ${wrong.join(", ")}`);
  }
  await settle(container, transaction);
}

/** Whether no money can come in any more: it is closed, or what came in was given back at WeChat. */
export function isOver(transaction: WechatTransaction | undefined): boolean {
  return transaction?.trade_state === "CLOSED" || transaction?.trade_state === "REFUND";
}

/** WeChat's record, or nothing when the prepay never reached it. */
export async function transactionOf(
  service: WechatPayModuleService,
  payment: WechatPaymentDTO,
): Promise<WechatTransaction | undefined> {
  try {
    return await service.client.queryByOutTradeNo(payment.out_trade_no);
  } catch (error) {
    if (error instanceof WechatApiError && error.code === "ORDER_NOT_EXIST") return undefined;
    throw error;
  }
}
