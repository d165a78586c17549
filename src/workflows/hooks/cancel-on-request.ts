import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { cancelOnRequestWorkflow } from "@mall/order-lifecycle/workflows";
import { closePayments } from "../../orders/close-payments";

/** Before an order is canceled, WeChat takes no more money for it; what came in meanwhile is booked. */
cancelOnRequestWorkflow.hooks.closePayment(
  async ({ order_id }, { container }) => new StepResponse(await closePayments(container, order_id)),
);
