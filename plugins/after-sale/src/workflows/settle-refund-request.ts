import {
  createHook,
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk";
import { orderLock, systemClock, withLock } from "@mall/kernel";
import { AFTER_SALE_MODULE } from "../modules/after-sale";
import { SYSTEM, workFrom, type AfterSaleModuleService } from "../modules/after-sale/service";
import { loadOrder } from "../orders/load-order";
import { refundRest } from "../orders/refund";
import { openReturn, receiveReturn } from "../orders/returns";

export interface SettleRefundRequestInput {
  refund_request_id: string;
}

/** Everything before the refund: the return that an approval opens, the goods that came back. */
const handleReturnStep = createStep(
  "handle-return-of-refund-request",
  async ({ refund_request_id: id }: SettleRefundRequestInput, { container }) => {
    const service = container.resolve<AfterSaleModuleService>(AFTER_SALE_MODULE);
    const { order_id } = await service.requestOf(id);
    const isToBeCanceled = await withLock(container, orderLock(order_id), async () => {
      const request = await service.requestOf(id);
      const order = await loadOrder(container, order_id);
      const actor = SYSTEM;
      if (request.state === "approved") {
        const returnId = await openReturn(container, request, order.locationId);
        const changes = { return_id: returnId };
        const move = { from: ["approved"] as const, to: "awaiting_return" as const };
        await service.move(id, { ...move, actor, changes }, systemClock.now());
      }
      if (request.state === "returned" && request.return_id !== null) {
        await receiveReturn(container, request.return_id);
        const move = { from: ["returned"] as const, to: "refunding" as const };
        const now = systemClock.now();
        await service.move(id, { ...move, actor, changes: workFrom(now) }, now);
      }
      return (
        request.state === "refunding" &&
        request.cancels_order &&
        order.status === "pending" &&
        !order.hasFulfillments
      );
    });
    return new StepResponse({ order_id, is_to_be_canceled: isToBeCanceled });
  },
);

/** The money, once; then the request is over. */
const refundStep = createStep(
  "refund-refund-request",
  async ({ refund_request_id: id }: SettleRefundRequestInput, { container }) => {
    const service = container.resolve<AfterSaleModuleService>(AFTER_SALE_MODULE);
    const { order_id } = await service.requestOf(id);
    await withLock(container, orderLock(order_id), async () => {
      const request = await service.requestOf(id);
      if (request.state !== "refunding") return;
      const from = ["refunding"] as const;
      const done = { leased_until: null, next_attempt_at: null };
      const order = await loadOrder(container, order_id);
      if (request.cancels_order && order.status !== "canceled") {
        // Somebody began to pack it in the meantime: now it is for the merchant to decide.
        const ungranted = {
          cancels_order: false,
          approved_amount: null,
          raw_approved_amount: null,
        };
        await service.move(
          id,
          {
            from,
            to: "requested",
            actor: SYSTEM,
            reason: "The order was packed before it could be canceled",
            changes: { ...done, ...ungranted },
          },
          systemClock.now(),
        );
        return;
      }
      const { refundId, note } = await refundRest(container, request);
      await service.move(
        id,
        {
          from,
          to: "refunded",
          actor: SYSTEM,
          reason: note,
          changes: { ...done, refund_id: refundId },
        },
        systemClock.now(),
      );
    });
    return new StepResponse(undefined);
  },
);

/**
 * Goes on with a refund request from whatever point it has reached; may be run any number of times.
 * Fails when something outside fails, and then nothing is lost: the job runs it again.
 *
 * The hook `cancelOrder` cancels the order of a request that was granted because nothing was
 * packed, under the order's lock; canceling refunds what was paid.
 */
export const settleRefundRequestWorkflow = createWorkflow(
  "settle-refund-request",
  (input: SettleRefundRequestInput) => {
    const order = handleReturnStep(input);
    const cancelOrder = createHook("cancelOrder", {
      order_id: order.order_id,
      is_to_be_canceled: order.is_to_be_canceled,
    });
    refundStep(input);
    return new WorkflowResponse(order, { hooks: [cancelOrder] });
  },
);
