import { createHook, createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows";
import { refundBeforeCancelWorkflow } from "./refund-before-cancel";

export interface CancelOnRequestInput {
  order_id: string;
}

/**
 * Cancels an order because its shopper wants it: first its payment is closed, through the hook
 * `closePayment`; what was paid, be it at the last moment, is refunded; and only then the order is
 * canceled, which releases its stock. Interrupted anywhere it is simply run again.
 */
export const cancelOnRequestWorkflow = createWorkflow(
  "cancel-order-on-request",
  (input: CancelOnRequestInput) => {
    const closePayment = createHook("closePayment", { order_id: input.order_id });
    refundBeforeCancelWorkflow.runAsStep({ input });
    cancelOrderWorkflow.runAsStep({ input: { order_id: input.order_id } });
    return new WorkflowResponse(undefined, { hooks: [closePayment] });
  },
);
