import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework";
import type { MedusaContainer } from "@medusajs/framework/types";
import {
  ContainerRegistrationKeys,
  FulfillmentWorkflowEvents,
  OrderWorkflowEvents,
  PaymentEvents,
} from "@medusajs/framework/utils";
import { recordTimeline } from "../orders/timeline";

interface Happened {
  id?: string;
  order_id?: string;
}

/** Something happened to an order: its timeline has it as soon as that is known. */
export default async function recordWhatHappened({
  event,
  container,
}: SubscriberArgs<Happened>): Promise<void> {
  const orderId = await orderOf(container, event.name, event.data);
  if (orderId !== undefined) await recordTimeline(container, orderId);
}

async function orderOf(
  container: MedusaContainer,
  name: string,
  { id, order_id }: Happened,
): Promise<string | undefined> {
  if (order_id !== undefined) return order_id;
  if (id === undefined || name.startsWith("order.")) return id;
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  if (name.startsWith("payment.")) {
    const { data } = await query.graph({
      entity: "payment",
      fields: ["payment_collection.order.id"],
      filters: { id },
    });
    const [payment] = data as unknown as { payment_collection?: { order?: { id: string } } }[];
    return payment?.payment_collection?.order?.id;
  }
  const { data } = await query.graph({
    entity: "order_fulfillment",
    fields: ["order_id"],
    filters: { fulfillment_id: id },
  });
  const [link] = data as unknown as { order_id: string }[];
  return link?.order_id;
}

export const config: SubscriberConfig = {
  event: [
    OrderWorkflowEvents.PLACED,
    OrderWorkflowEvents.CANCELED,
    OrderWorkflowEvents.COMPLETED,
    OrderWorkflowEvents.FULFILLMENT_CREATED,
    OrderWorkflowEvents.FULFILLMENT_CANCELED,
    FulfillmentWorkflowEvents.SHIPMENT_CREATED,
    FulfillmentWorkflowEvents.DELIVERY_CREATED,
    PaymentEvents.CAPTURED,
    PaymentEvents.REFUNDED,
  ],
};
