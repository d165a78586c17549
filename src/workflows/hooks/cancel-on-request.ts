import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { cancelOnRequestWorkflow } from "@mall/order-lifecycle/workflows";
import { closeOrderPaymentWorkflow } from "@mall/wechat-pay/workflows";

/** Before an order is canceled, WeChat takes no more money for it; what came in meanwhile is booked. */
cancelOnRequestWorkflow.hooks.closePayment(async ({ order_id }, { container }) => {
  const { result } = await closeOrderPaymentWorkflow(container).run({ input: { order_id } });
  return new StepResponse(result);
});
