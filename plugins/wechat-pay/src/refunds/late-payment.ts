import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, MathBN } from "@medusajs/framework/utils";
import { refundPaymentsWorkflow } from "@medusajs/medusa/core-flows";
import { orderLock, withLock } from "@mall/kernel";
import { completeOrderBooks } from "./order-books";
import { registerRefundsOfOrder } from "./register";

/** What the merchant reads at the refund in the admin. */
const NOTE = "订单已取消，付款原路退回";

interface PaidOrder {
  status: string;
  payment_collections?: {
    payments?: {
      id: string;
      captures?: { amount: number }[];
      refunds?: { amount: number }[];
    }[];
  }[];
}

/**
 * Money that came in for an order that is canceled goes back, all of what is left of it. Does
 * nothing for other orders, and nothing twice.
 */
export async function refundIfCanceled(container: MedusaContainer, orderId: string): Promise<void> {
  await withLock(container, orderLock(orderId), async () => {
    const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
      entity: "order",
      fields: [
        "status",
        "payment_collections.payments.id",
        "payment_collections.payments.captures.amount",
        "payment_collections.payments.refunds.amount",
      ],
      filters: { id: orderId },
    });
    const order = data[0] as unknown as PaidOrder | undefined;
    const left = order?.status === "canceled" ? whatIsLeft(order) : [];
    if (left.length === 0) return;
    await refundPaymentsWorkflow(container).run({ input: left });
    await completeOrderBooks(container, orderId);
  });
  await registerRefundsOfOrder(container, orderId);
}

function whatIsLeft(order: PaidOrder) {
  return (order.payment_collections ?? [])
    .flatMap(({ payments }) => payments ?? [])
    .map((payment) => ({
      payment_id: payment.id,
      amount: MathBN.sub(sum(payment.captures), sum(payment.refunds)),
      note: NOTE,
    }))
    .filter(({ amount }) => MathBN.gt(amount, 0));
}

const sum = (rows: { amount: number }[] | undefined) =>
  MathBN.sum(0, ...(rows ?? []).map(({ amount }) => amount));

const BATCH = 50;

/** Canceled orders that hold money which nobody has begun to give back. */
export async function ordersToGiveBack(container: MedusaContainer): Promise<string[]> {
  const { rows } = await container
    .resolve(ContainerRegistrationKeys.PG_CONNECTION)
    .raw<{ rows: { order_id: string }[] }>(
      `SELECT DISTINCT w.order_id FROM wechat_payment w
       JOIN "order" o ON o.id = w.order_id AND o.status = 'canceled'
       LEFT JOIN wechat_refund_account a ON a.out_trade_no = w.out_trade_no
       WHERE w.state = 'paid' AND coalesce(a.committed, 0) < w.amount
         AND w.paid_at < now() - interval '20 seconds'
         AND NOT EXISTS (SELECT 1 FROM wechat_refund r
                         WHERE r.out_trade_no = w.out_trade_no AND r.state = 'closed')
       LIMIT ${String(BATCH)}`,
    );
  return rows.map(({ order_id }) => order_id);
}
