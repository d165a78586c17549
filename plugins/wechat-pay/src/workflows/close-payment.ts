import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import { asCataloguedError } from "../modules/wechat-pay/channel-errors";
import type { WechatPayModuleService } from "../modules/wechat-pay/service";
import { closePayment, type ClosingOutcome } from "../notifications/close";

export interface CloseOrderPaymentInput {
  order_id: string;
}

/** Not compensated: what is closed at WeChat stays closed. */
const closeOrderPaymentsStep = createStep(
  "close-wechat-payments-of-order",
  async ({ order_id }: CloseOrderPaymentInput, { container }) => {
    const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
    const payments = await service.listWechatPayments({ order_id });
    const outcomes: ClosingOutcome[] = [];
    for (const payment of payments) {
      try {
        outcomes.push(await closePayment(container, payment));
      } catch (error) {
        throw asCataloguedError(error);
      }
    }
    return new StepResponse({ is_paid: outcomes.includes("paid") });
  },
);

/**
 * Closes the payments of an order at WeChat. `is_paid` tells that one of them was paid before it
 * could be closed; the money is booked then.
 *
 * @throws wechat_pay.channel_unavailable when WeChat gave no answer; nothing may be concluded
 */
export const closeOrderPaymentWorkflow = createWorkflow(
  "close-wechat-payment-of-order",
  (input: CloseOrderPaymentInput) => new WorkflowResponse(closeOrderPaymentsStep(input)),
);
