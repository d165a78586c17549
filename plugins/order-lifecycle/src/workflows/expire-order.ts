import {
  createHook,
  createStep,
  createWorkflow,
  StepResponse,
  transform,
  when,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk";
import { cancelOrderWorkflow, useQueryGraphStep } from "@medusajs/medusa/core-flows";
import { z } from "zod";
import { ORDER_LIFECYCLE_MODULE } from "../modules/order-lifecycle";
import { isToBeCanceled } from "../modules/order-lifecycle/rules";
import type { OrderLifecycleModuleService } from "../modules/order-lifecycle/service";
import { refundBeforeCancelWorkflow } from "./refund-before-cancel";

export interface ExpireOrderInput {
  order_id: string;
}

interface LoadedOrder {
  status: string;
  payment_collections?: { payments?: { captured_at: unknown }[] }[];
  fulfillments?: { canceled_at: unknown }[];
}

const decideStep = createStep(
  "decide-deadline",
  async (input: ExpireOrderInput & { state: "kept" | "canceled" }, { container }) => {
    await container
      .resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE)
      .decideDeadline(input.order_id, input.state);
    return new StepResponse(undefined);
  },
);

const closing = z.object({ is_paid: z.boolean() }).optional();

/**
 * Cancels an order that was not paid in time: its payment is closed first, through the hook
 * `closePayment`, and only when that is certain the order is canceled, which releases its stock.
 * An order that turns out to be paid is kept. When closing fails the workflow fails and nothing
 * has changed; the deadline stays open and is looked at again.
 */
export const expireOrderWorkflow = createWorkflow("expire-order", (input: ExpireOrderInput) => {
  const orders = useQueryGraphStep({
    entity: "order",
    fields: ["status", "payment_collections.payments.captured_at", "fulfillments.canceled_at"],
    filters: { id: input.order_id },
  });
  const overdue = transform({ orders }, (data) => {
    const order = data.orders.data[0] as unknown as LoadedOrder | undefined;
    return (
      order !== undefined &&
      isToBeCanceled({
        status: order.status,
        isCaptured: (order.payment_collections ?? []).some(({ payments = [] }) =>
          payments.some(({ captured_at }) => Boolean(captured_at)),
        ),
        hasFulfillments: (order.fulfillments ?? []).some(({ canceled_at }) => !canceled_at),
      })
    );
  });
  const closePayment = createHook(
    "closePayment",
    { order_id: input.order_id, is_to_be_closed: overdue },
    { resultValidator: closing },
  );
  const isCanceled = transform(
    { overdue, closed: closePayment.getResult() },
    (data) => data.overdue && data.closed?.is_paid !== true,
  );
  when({ isCanceled }, (data) => data.isCanceled).then(() => {
    refundBeforeCancelWorkflow.runAsStep({ input: { order_id: input.order_id } });
    cancelOrderWorkflow.runAsStep({ input: { order_id: input.order_id } });
  });
  decideStep(
    transform({ input, isCanceled }, (data) => ({
      order_id: data.input.order_id,
      state: data.isCanceled ? ("canceled" as const) : ("kept" as const),
    })),
  );
  return new WorkflowResponse(isCanceled, { hooks: [closePayment] });
});
