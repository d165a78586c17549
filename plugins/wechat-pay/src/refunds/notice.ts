import type { MedusaContainer } from "@medusajs/framework/types";
import { fen, systemClock, toFen } from "@mall/kernel";
import type { WechatRefundNotice } from "@mall/wechat";
import { PAYMENT_EXCEPTION_MODULE } from "../modules/payment-exception";
import type { PaymentExceptionModuleService } from "../modules/payment-exception/service";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import type { WechatPayModuleService } from "../modules/wechat-pay/service";
import { WECHAT_REFUND_MODULE } from "../modules/wechat-refund";
import type { WechatRefundDTO, WechatRefundModuleService } from "../modules/wechat-refund/service";
import { applyRefundStatus } from "./progress";

/** The names of the fields in which a notice disagrees with our refund; empty when it is this one. */
export function refundDisagreements(notice: WechatRefundNotice, refund: WechatRefundDTO): string[] {
  const checks: Record<string, boolean> = {
    out_trade_no: notice.out_trade_no === refund.out_trade_no,
    refund: notice.amount.refund === toFen(refund.amount),
    total: notice.amount.total === toFen(refund.total),
  };
  return Object.keys(checks).filter((field) => !checks[field]);
}

/** Books what a stored REFUND notification says; a refund that was not made here goes to the queue. */
export async function bookRefundNotice(
  container: MedusaContainer,
  notice: WechatRefundNotice,
): Promise<void> {
  const refund = await container
    .resolve<WechatRefundModuleService>(WECHAT_REFUND_MODULE)
    .refundOf(notice.out_refund_no);
  if (refund === undefined) {
    await container.resolve<PaymentExceptionModuleService>(PAYMENT_EXCEPTION_MODULE).raise(
      {
        kind: "unknown_refund",
        subject: notice.out_refund_no,
        outTradeNo: notice.out_trade_no,
        amountFen: fen(notice.amount.refund),
        evidence: { ...notice },
      },
      systemClock.now(),
    );
    return;
  }
  await applyRefundStatus(container, refund, {
    status: notice.refund_status,
    cause: "notification",
    refund_id: notice.refund_id,
    // A notice does not say on which day's bill the refund is; only an answer does, and it may be lost.
    create_time: refund.accepted_at?.toISOString() ?? (await timeOfAcceptance(container, refund)),
    success_time: notice.success_time,
  });
}

async function timeOfAcceptance(
  container: MedusaContainer,
  refund: WechatRefundDTO,
): Promise<string> {
  const { client } = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  return (await client.queryRefund(refund.out_refund_no)).create_time;
}
