import { Modules } from "@medusajs/framework/utils";
import {
  createStep,
  createWorkflow,
  StepResponse,
  transform,
  when,
} from "@medusajs/framework/workflows-sdk";
import { capturePaymentWorkflow } from "@medusajs/medusa/core-flows";
import { invariantBroken, systemClock } from "@mall/kernel";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import type { WechatPayModuleService } from "../modules/wechat-pay/service";
import { settlementContext } from "../providers/wechat-pay/settlement";

export interface SettlePaymentInput {
  out_trade_no: string;
  transaction_id: string;
  /** ISO 8601 */
  paid_at: string;
}

const leasePaymentStep = createStep(
  "lease-wechat-payment",
  async ({ out_trade_no }: { out_trade_no: string }, { container }) => {
    const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
    const payment = await service.leasePayment(out_trade_no, systemClock.now());
    return new StepResponse(
      { payment_session_id: payment.payment_session_id, state: payment.state },
      out_trade_no,
    );
  },
  async (outTradeNo, { container }) => {
    if (outTradeNo === undefined) return;
    await container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE).releasePayment(outTradeNo);
  },
);

/** Not compensated: the money did come in. A retry finds the payment and goes on from there. */
const authorizeSettledSessionStep = createStep(
  "authorize-settled-wechat-session",
  async (input: SettlePaymentInput & { payment_session_id: string }, { container }) => {
    const { payment_session_id, ...settlement } = input;
    const payment = await container
      .resolve(Modules.PAYMENT)
      .authorizePaymentSession(payment_session_id, settlementContext(settlement));
    if (payment === null)
      throw invariantBroken(`Settled session ${payment_session_id} has no payment`);
    return new StepResponse({ payment_id: payment.id });
  },
);

const markPaidStep = createStep(
  "mark-wechat-payment-paid",
  async (input: SettlePaymentInput, { container }) => {
    const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
    const changed = await service.markPaid(input.out_trade_no, {
      transactionId: input.transaction_id,
      paidAt: new Date(input.paid_at),
    });
    return new StepResponse({ changed });
  },
);

const releaseLeaseStep = createStep(
  "release-wechat-payment",
  async ({ out_trade_no }: { out_trade_no: string }, { container }) => {
    await container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE).releasePayment(out_trade_no);
    return new StepResponse(undefined);
  },
);

/**
 * Books a success that was verified (by notification or by query): Medusa's payment, its capture
 * and the order's transaction. Idempotent, and one process at a time per payment; a crash at any
 * point is repaired by running it again.
 *
 * @throws wechat_pay.payment_busy while another process settles the same payment
 */
export const settlePaymentWorkflow = createWorkflow(
  "settle-wechat-payment",
  (input: SettlePaymentInput) => {
    const payment = leasePaymentStep({ out_trade_no: input.out_trade_no });
    when({ payment }, (data) => data.payment.state !== "paid").then(() => {
      const settled = authorizeSettledSessionStep(
        transform({ input, payment }, (data) => ({
          ...data.input,
          payment_session_id: data.payment.payment_session_id,
        })),
      );
      capturePaymentWorkflow.runAsStep({ input: settled });
      markPaidStep(input);
    });
    when({ payment }, (data) => data.payment.state === "paid").then(() => {
      releaseLeaseStep({ out_trade_no: input.out_trade_no });
    });
  },
);
