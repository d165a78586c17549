import type { MedusaContainer } from "@medusajs/framework/types";
import { systemClock, toFen } from "@mall/kernel";
import { PAYMENT_EXCEPTION_MODULE } from "../modules/payment-exception";
import type { PaymentExceptionModuleService } from "../modules/payment-exception/service";
import { WECHAT_REFUND_MODULE } from "../modules/wechat-refund";
import { isTriedAgain, stateOfStatus } from "../modules/wechat-refund/rules";
import type {
  RefundProgress,
  WechatRefundDTO,
  WechatRefundModuleService,
} from "../modules/wechat-refund/service";

/** What WeChat says of a refund, in an answer or a notification. */
export interface RefundStatus {
  status: keyof typeof stateOfStatus;
  cause: RefundProgress["cause"];
  refund_id: string;
  create_time?: string | undefined;
  success_time?: string | undefined;
}

const timeOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

/** Moves a refund to where WeChat says it is, and deals with an end that is none. */
export async function applyRefundStatus(
  container: MedusaContainer,
  refund: WechatRefundDTO,
  said: RefundStatus,
): Promise<void> {
  const service = container.resolve<WechatRefundModuleService>(WECHAT_REFUND_MODULE);
  const now = systemClock.now();
  const to = stateOfStatus[said.status];
  const hasMoved = await service.advance(
    refund.out_refund_no,
    {
      to,
      cause: said.cause,
      wechatRefundId: said.refund_id,
      acceptedAt: timeOf(said.create_time),
      succeededAt: timeOf(said.success_time),
    },
    now,
  );
  if (!hasMoved) return;
  if (to === "succeeded") await settleExceptions(container, refund, now);
  if (to === "abnormal") await raise(container, refund, "refund_abnormal", now);
  if (to === "closed") await askAgain(container, refund, now);
}

/** WeChat closed it and the money is the merchant's again: the shopper is still owed it. */
async function askAgain(
  container: MedusaContainer,
  refund: WechatRefundDTO,
  now: Date,
): Promise<void> {
  if (!isTriedAgain(refund.attempt)) {
    await raise(container, refund, "refund_refused", now);
    return;
  }
  await nextAttempt(container, refund, now);
}

/** The same intent under the next number; nothing happens unless the last one is closed. */
export async function nextAttempt(
  container: MedusaContainer,
  refund: WechatRefundDTO,
  now: Date,
): Promise<void> {
  await container.resolve<WechatRefundModuleService>(WECHAT_REFUND_MODULE).register(
    {
      source:
        refund.refund_id === null
          ? { exceptionId: String(refund.exception_id) }
          : { refundId: refund.refund_id },
      outTradeNo: refund.out_trade_no,
      orderId: refund.order_id ?? undefined,
      amountFen: toFen(refund.amount),
      paidFen: toFen(refund.total),
      reason: refund.reason ?? undefined,
    },
    now,
  );
}

async function raise(
  container: MedusaContainer,
  refund: WechatRefundDTO,
  kind: "refund_abnormal" | "refund_refused",
  now: Date,
): Promise<void> {
  await container.resolve<PaymentExceptionModuleService>(PAYMENT_EXCEPTION_MODULE).raise(
    {
      kind,
      subject: refund.out_refund_no,
      orderId: refund.order_id ?? undefined,
      outTradeNo: refund.out_trade_no,
      amountFen: toFen(refund.amount),
      evidence: { out_refund_no: refund.out_refund_no, attempt: refund.attempt },
    },
    now,
  );
}

async function settleExceptions(
  container: MedusaContainer,
  refund: WechatRefundDTO,
  now: Date,
): Promise<void> {
  const queue = container.resolve<PaymentExceptionModuleService>(PAYMENT_EXCEPTION_MODULE);
  for (const kind of ["refund_not_enough", "refund_abnormal", "refund_refused"] as const) {
    await queue.settle(kind, refund.out_refund_no, "The refund went through", now);
  }
}
