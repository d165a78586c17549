import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse } from "@medusajs/framework/workflows-sdk";
import { refundPaymentWorkflow } from "@medusajs/medusa/core-flows";
import { fen, fromFen, roundToFen, sumFen } from "@mall/kernel";

export interface RefundBeforeCancelInput {
  order_id: string;
}

/** Medusa's type of a change leaves this one out. */
const CREDIT_LINE = "credit_line";

interface Amount {
  raw_amount: { value: string };
}

interface PaidOrder {
  payment_collections?: { payments?: { id: string; captures?: Amount[]; refunds?: Amount[] }[] }[];
}

/**
 * Medusa books a refund as a change of the order. One that a crash left pending would stop every
 * further one; whoever holds the order's lock knows that nobody is at work on it.
 */
const declineStaleChangesStep = createStep(
  "decline-stale-credit-line-changes",
  async ({ order_id }: RefundBeforeCancelInput, { container }) => {
    const orders = container.resolve(Modules.ORDER);
    const open = await orders.listOrderChanges(
      { order_id, status: ["pending", "requested"] },
      { select: ["id", "change_type"] },
    );
    const stale = open.filter(({ change_type }) => String(change_type) === CREDIT_LINE);
    if (stale.length > 0) {
      await orders.declineOrderChange(
        stale.map(({ id }) => ({ id, declined_reason: "interrupted" })),
      );
    }
    return new StepResponse(undefined);
  },
);

/** Not compensated: money that is on its way back stays so. Again, it refunds only the rest. */
const refundRestStep = createStep(
  "refund-what-was-captured",
  async ({ order_id }: RefundBeforeCancelInput, { container }) => {
    const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
      entity: "order",
      fields: [
        "payment_collections.payments.id",
        "payment_collections.payments.captures.raw_amount",
        "payment_collections.payments.refunds.raw_amount",
      ],
      filters: { id: order_id },
    });
    const order = data[0] as unknown as PaidOrder | undefined;
    const payments = (order?.payment_collections ?? []).flatMap(({ payments = [] }) => payments);
    for (const { id, captures = [], refunds = [] } of payments) {
      const rest = fen(sum(captures) - sum(refunds));
      if (rest <= 0) continue;
      await refundPaymentWorkflow(container).run({
        input: { payment_id: id, amount: fromFen(rest) },
      });
    }
    return new StepResponse(undefined);
  },
);

function sum(amounts: Amount[]) {
  return sumFen(amounts.map(({ raw_amount }) => roundToFen(raw_amount.value)));
}

/**
 * Gives back what an order's shopper has paid, before the order is canceled. Medusa's own
 * cancellation refunds too, but cancels all the same when the channel refused the refund; after this
 * there is nothing left for it to refund.
 *
 * Only for an order that can be canceled, and under its lock.
 *
 * @throws what the payment provider throws; the order is not to be canceled then
 */
export const refundBeforeCancelWorkflow = createWorkflow(
  "refund-before-cancel",
  (input: RefundBeforeCancelInput) => {
    declineStaleChangesStep(input);
    refundRestStep(input);
  },
);
