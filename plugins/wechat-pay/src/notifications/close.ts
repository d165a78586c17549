import type { MedusaContainer } from "@medusajs/framework/types";
import { WechatApiError } from "@mall/wechat";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import type { WechatPaymentDTO, WechatPayModuleService } from "../modules/wechat-pay/service";
import { bookTransaction, isOver, transactionOf } from "./query";

/** What became of a payment that was to take no more money. */
export type ClosingOutcome = "closed" | "paid";

/**
 * Makes sure that WeChat takes no more money for a payment: ask, close, and only then believe it.
 * Whoever paid at the last moment has paid; that is booked instead.
 *
 * @throws what the WeChat client throws: the outcome is unknown, try again later
 */
export async function closePayment(
  container: MedusaContainer,
  payment: WechatPaymentDTO,
): Promise<ClosingOutcome> {
  if (payment.state !== "pending") return payment.state;
  const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  const transaction = await transactionOf(service, payment);
  if (transaction?.trade_state === "SUCCESS") return bookAsPaid(container, payment);
  if (transaction !== undefined && !isOver(transaction)) {
    try {
      await service.client.close(payment.out_trade_no);
    } catch (error) {
      if (!(error instanceof WechatApiError) || error.code !== "ORDERPAID") throw error;
      return bookAsPaid(container, payment);
    }
  }
  await service.markClosed(payment.out_trade_no);
  return "closed";
}

async function bookAsPaid(
  container: MedusaContainer,
  payment: WechatPaymentDTO,
): Promise<ClosingOutcome> {
  const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  await bookTransaction(container, payment, await transactionOf(service, payment));
  return "paid";
}
