import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, MathBN, Modules } from "@medusajs/framework/utils";

interface OrderWithRefunds {
  currency_code: string;
  payment_collections?: {
    payments?: { refunds?: { id: string; amount: number }[] }[];
  }[];
}

/**
 * Medusa writes a refund first and the order's transaction after; a crash in between leaves an order
 * that seems to have more money than it has. Adds what is missing, by the difference: Medusa names
 * a cancellation's transactions after the payment and others after the refund. Whoever calls holds
 * the order's lock.
 */
export async function completeOrderBooks(
  container: MedusaContainer,
  orderId: string,
): Promise<void> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: [
      "currency_code",
      "payment_collections.payments.refunds.id",
      "payment_collections.payments.refunds.amount",
    ],
    filters: { id: orderId },
  });
  const order = data[0] as unknown as OrderWithRefunds | undefined;
  const refunds = (order?.payment_collections ?? [])
    .flatMap(({ payments }) => payments ?? [])
    .flatMap((payment) => payment.refunds ?? []);
  const latest = refunds
    .map(({ id }) => id)
    .sort()
    .at(-1);
  if (order === undefined || latest === undefined) return;
  const orders = container.resolve(Modules.ORDER);
  const booked = await orders.listOrderTransactions({ order_id: orderId, reference: "refund" });
  const missing = MathBN.add(
    MathBN.sum(...refunds.map(({ amount }) => amount)),
    MathBN.sum(0, ...booked.map(({ amount }) => amount)),
  );
  if (MathBN.lte(missing, 0)) return;
  await orders.addOrderTransactions({
    order_id: orderId,
    amount: MathBN.mult(missing, -1),
    currency_code: order.currency_code,
    reference: "refund",
    reference_id: latest,
  });
}
