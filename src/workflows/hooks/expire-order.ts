import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { expireOrderWorkflow } from "@mall/order-lifecycle/workflows";
import { closePayments } from "../../orders/close-payments";

/** An overdue order is closed at WeChat before it is canceled. */
expireOrderWorkflow.hooks.closePayment(async ({ order_id, is_to_be_closed }, { container }) => {
  if (!is_to_be_closed) return new StepResponse(undefined);
  return new StepResponse(await closePayments(container, order_id));
});
