import type { MedusaContainer } from "@medusajs/framework/types";
import {
  refundPaymentWorkflow,
  type RefundPaymentWorkflowInput,
} from "@medusajs/medusa/core-flows";
import { fen, fromFen, sumFen, toFen } from "@mall/kernel";
import { refundable, refundPlan } from "../modules/after-sale/rules";
import type { RefundRequestDTO } from "../modules/after-sale/service";
import { loadOrder } from "./load-order";

/**
 * Refunds what a request still lacks. What was refunded for it before a crash carries its id and
 * counts. Called with the order's lock held.
 *
 * @returns the last refund that was made, and a note when it is not all that was granted
 */
export async function refundRest(
  container: MedusaContainer,
  request: RefundRequestDTO,
): Promise<{ refundId: string | null; note: string | undefined }> {
  const order = await loadOrder(container, request.order_id);
  const granted = toFen(request.approved_amount ?? 0);
  // Whatever a cancellation could not refund belongs to the shopper, whoever began it.
  const open = request.cancels_order
    ? refundable(order.payments)
    : fen(granted - refundedFor(order, request.id));
  for (const { paymentId, amountFen } of refundPlan(order.payments, open)) {
    const input: RefundInput = {
      payment_id: paymentId,
      amount: fromFen(amountFen),
      ...(request.decided_by !== null && { created_by: request.decided_by }),
      note: request.id,
      metadata: { refund_request_id: request.id },
    };
    await refundPaymentWorkflow(container).run({ input });
  }
  const after = await loadOrder(container, request.order_id);
  const isShort = !request.cancels_order && refundedFor(after, request.id) < granted;
  const last = after.refunds.filter(
    ({ requestId }) => request.cancels_order || requestId === request.id,
  );
  return {
    refundId: last.at(-1)?.id ?? null,
    note: isShort
      ? `Refunded ¥${fromFen(refundedFor(after, request.id))}: nothing more was left to refund`
      : undefined,
  };
}

/** The workflow's type leaves out what it hands on to the refund row. */
type RefundInput = RefundPaymentWorkflowInput & { metadata: { refund_request_id: string } };

function refundedFor(order: Awaited<ReturnType<typeof loadOrder>>, requestId: string) {
  return sumFen(
    order.refunds.filter((one) => one.requestId === requestId).map(({ amountFen }) => amountFen),
  );
}
