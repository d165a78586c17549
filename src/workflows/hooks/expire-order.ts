import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { expireOrderWorkflow } from "@mall/order-lifecycle/workflows";
import { closeOrderPaymentWorkflow } from "@mall/wechat-pay/workflows";

/** An overdue order is closed at WeChat before it is canceled. */
expireOrderWorkflow.hooks.closePayment(async ({ order_id, is_to_be_closed }, { container }) => {
  if (!is_to_be_closed) return new StepResponse(undefined);
  const { result } = await closeOrderPaymentWorkflow(container).run({ input: { order_id } });
  return new StepResponse(result);
});
