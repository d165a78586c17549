import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { completelySentAt } from "../modules/order-lifecycle/rules";

/** What the life of an order is decided by. */
export interface LivingOrder {
  id: string;
  status: string;
  isPaid: boolean;
  /** The merchant has begun to deliver. */
  hasFulfillments: boolean;
  /** When the last piece was sent. */
  sentAt: Date | undefined;
}

interface Row {
  id: string;
  status: string;
  total: unknown;
  items?: { quantity: unknown; detail: { fulfilled_quantity: unknown } }[];
  payment_collections?: { payments?: { captured_at: unknown }[] }[];
  fulfillments?: {
    canceled_at: Time;
    shipped_at: Time;
    delivered_at: Time;
    shipping_option?: { service_zone?: { fulfillment_set?: { type: string } } } | null;
  }[];
}

type Time = Date | string | null;

/** Reads an order; undefined when there is none, or when it is somebody else's than `customerId`. */
export async function loadOrder(
  container: MedusaContainer,
  orderId: string,
  customerId?: string,
): Promise<LivingOrder | undefined> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: [
      "id",
      "status",
      "total",
      "items.quantity",
      "items.detail.fulfilled_quantity",
      "payment_collections.payments.captured_at",
      "fulfillments.canceled_at",
      "fulfillments.shipped_at",
      "fulfillments.delivered_at",
      "fulfillments.shipping_option.service_zone.fulfillment_set.type",
    ],
    filters: {
      id: orderId,
      is_draft_order: false,
      ...(customerId !== undefined && { customer_id: customerId }),
    },
  });
  const order = data[0] as unknown as Row | undefined;
  return order && asLivingOrder(order);
}

function asLivingOrder(order: Row): LivingOrder {
  const fulfillments = order.fulfillments ?? [];
  const payments = (order.payment_collections ?? []).flatMap(({ payments = [] }) => payments);
  return {
    id: order.id,
    status: order.status,
    isPaid: Number(order.total) === 0 || payments.some(({ captured_at }) => Boolean(captured_at)),
    hasFulfillments: fulfillments.some(({ canceled_at }) => canceled_at === null),
    sentAt: completelySentAt({
      items: (order.items ?? []).map(({ quantity, detail }) => ({
        quantity: Number(quantity),
        fulfilled: Number(detail.fulfilled_quantity),
      })),
      fulfillments: fulfillments.map((one) => ({
        isPickup: one.shipping_option?.service_zone?.fulfillment_set?.type === "pickup",
        canceledAt: asDate(one.canceled_at),
        shippedAt: asDate(one.shipped_at),
        deliveredAt: asDate(one.delivered_at),
      })),
    }),
  };
}

function asDate(time: Time): Date | undefined {
  return time === null ? undefined : new Date(time);
}
