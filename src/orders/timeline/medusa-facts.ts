import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type { OrderFact } from "@mall/order-lifecycle/modules/order-timeline";
import { whoCanceled, whoCompleted } from "./who-ended";

type Time = Date | string | null;

interface Order {
  created_at: Date | string;
  updated_at: Date | string;
  canceled_at: Time;
  status: string;
  customer_id: string | null;
  payment_collections?: { payments?: Payment[] }[];
  fulfillments?: Fulfillment[];
}

interface Payment {
  id: string;
  amount: number;
  captured_at: Time;
  refunds?: { id: string; amount: number; created_at: Date | string; created_by: string | null }[];
}

interface Fulfillment {
  id: string;
  created_at: Date | string;
  shipped_at: Time;
  delivered_at: Time;
  canceled_at: Time;
}

/** What Medusa knows: placed, paid, fulfilled, refunded, ended. */
export async function medusaFacts(
  container: MedusaContainer,
  orderId: string,
): Promise<OrderFact[]> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: [
      "created_at",
      "updated_at",
      "canceled_at",
      "status",
      "customer_id",
      "payment_collections.payments.id",
      "payment_collections.payments.amount",
      "payment_collections.payments.captured_at",
      "payment_collections.payments.refunds.id",
      "payment_collections.payments.refunds.amount",
      "payment_collections.payments.refunds.created_at",
      "payment_collections.payments.refunds.created_by",
      "fulfillments.id",
      "fulfillments.created_at",
      "fulfillments.shipped_at",
      "fulfillments.delivered_at",
      "fulfillments.canceled_at",
    ],
    filters: { id: orderId },
  });
  const order = data[0] as unknown as Order | undefined;
  if (order === undefined) return [];
  const payments = (order.payment_collections ?? []).flatMap(({ payments = [] }) => payments);
  return [
    {
      key: "order_placed",
      type: "order_placed",
      happenedAt: new Date(order.created_at),
      actorType: "shopper",
      actorId: order.customer_id,
    },
    ...payments.flatMap(paymentFacts),
    ...(order.fulfillments ?? []).flatMap(fulfillmentFacts),
    ...(await endFacts(container, orderId, order)),
  ];
}

function paymentFacts({ id, amount, captured_at, refunds = [] }: Payment): OrderFact[] {
  const captured = occurred("payment_captured", id, captured_at, "system", { amount });
  const refunded = refunds.map(
    (refund): OrderFact => ({
      key: `payment_refunded:${refund.id}`,
      type: "payment_refunded",
      happenedAt: new Date(refund.created_at),
      actorType: refund.created_by === null ? "system" : "merchant",
      actorId: refund.created_by,
      details: { amount: refund.amount },
    }),
  );
  return [...captured, ...refunded];
}

function fulfillmentFacts(one: Fulfillment): OrderFact[] {
  return [
    ...occurred("fulfillment_created", one.id, one.created_at, "merchant"),
    ...occurred("fulfillment_shipped", one.id, one.shipped_at, "merchant"),
    ...occurred("fulfillment_delivered", one.id, one.delivered_at, "merchant"),
    ...occurred("fulfillment_canceled", one.id, one.canceled_at, "merchant"),
  ];
}

async function endFacts(
  container: MedusaContainer,
  orderId: string,
  order: Order,
): Promise<OrderFact[]> {
  if (order.canceled_at !== null) {
    return [
      {
        key: "order_canceled",
        type: "order_canceled",
        happenedAt: new Date(order.canceled_at),
        ...(await whoCanceled(container, orderId)),
      },
    ];
  }
  if (order.status !== "completed") return [];
  const { at, ...who } = await whoCompleted(container, orderId);
  return [
    {
      key: "order_completed",
      type: "order_completed",
      // Medusa keeps no time of it.
      happenedAt: at ?? new Date(order.updated_at),
      ...who,
    },
  ];
}

/** A fact about a part of the order, if it has a time. */
function occurred(
  type: string,
  id: string,
  time: Time,
  actorType: OrderFact["actorType"],
  details?: Record<string, unknown>,
): OrderFact[] {
  if (time === null) return [];
  return [
    {
      key: `${type}:${id}`,
      type,
      happenedAt: new Date(time),
      actorType,
      details: { ...details, id },
    },
  ];
}
