import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { messageOf, systemClock, toFen } from "@mall/kernel";
import { WechatApiError } from "@mall/wechat";
import { PAYMENT_EXCEPTION_MODULE } from "../modules/payment-exception";
import type { PaymentExceptionKind } from "../modules/payment-exception/kinds";
import type { PaymentExceptionModuleService } from "../modules/payment-exception/service";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import type { WechatPayModuleService } from "../modules/wechat-pay/service";
import { WECHAT_REFUND_MODULE } from "../modules/wechat-refund";
import type { WechatRefundDTO, WechatRefundModuleService } from "../modules/wechat-refund/service";
import { applyRefundStatus } from "./progress";

/**
 * Does what is next about a refund: ask WeChat for it, ask again with the same number while the
 * outcome is not known, ask how it stands once it is accepted. Never throws: what fails is kept with
 * its reason and looked at again.
 */
export async function advanceRefund(
  container: MedusaContainer,
  refund: WechatRefundDTO,
): Promise<void> {
  const service = container.resolve<WechatRefundModuleService>(WECHAT_REFUND_MODULE);
  try {
    await (refund.state === "processing" ? query(container, refund) : send(container, refund));
  } catch (error) {
    await raiseIfRefused(container, refund, error);
    const reason = messageOf(error);
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .warn(`Refund ${refund.out_refund_no} did not move: ${reason}`);
    await service.postpone(refund, reason, systemClock.now());
  }
}

async function send(container: MedusaContainer, refund: WechatRefundDTO): Promise<void> {
  const service = container.resolve<WechatRefundModuleService>(WECHAT_REFUND_MODULE);
  const { client } = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  // Committed before WeChat hears of it: after a crash nobody takes it for a refund that was not asked for.
  await service.advance(refund.out_refund_no, { to: "sent", cause: "sending" }, systemClock.now());
  const answer = await client.refund({
    outTradeNo: refund.out_trade_no,
    outRefundNo: refund.out_refund_no,
    refundFen: toFen(refund.amount),
    totalFen: toFen(refund.total),
    ...(refund.reason !== null && { reason: refund.reason }),
  });
  await applyRefundStatus(container, refund, { ...answer, cause: "answer" });
}

async function query(container: MedusaContainer, refund: WechatRefundDTO): Promise<void> {
  const { client } = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  const answer = await client.queryRefund(refund.out_refund_no);
  if (answer.status !== "PROCESSING") {
    await applyRefundStatus(container, refund, { ...answer, cause: "query" });
    return;
  }
  await container
    .resolve<WechatRefundModuleService>(WECHAT_REFUND_MODULE)
    .postpone(refund, null, systemClock.now());
}

/** What only a merchant can change stands in the queue; the same number is tried again all the same. */
async function raiseIfRefused(
  container: MedusaContainer,
  refund: WechatRefundDTO,
  error: unknown,
): Promise<void> {
  if (!(error instanceof WechatApiError) || error.retryable) return;
  const kind: PaymentExceptionKind =
    error.code === "NOT_ENOUGH" ? "refund_not_enough" : "refund_refused";
  await container.resolve<PaymentExceptionModuleService>(PAYMENT_EXCEPTION_MODULE).raise(
    {
      kind,
      subject: refund.out_refund_no,
      orderId: refund.order_id ?? undefined,
      outTradeNo: refund.out_trade_no,
      amountFen: toFen(refund.amount),
      evidence: {
        out_refund_no: refund.out_refund_no,
        wechat_code: error.code,
        wechat_message: error.message,
      },
    },
    systemClock.now(),
  );
}
