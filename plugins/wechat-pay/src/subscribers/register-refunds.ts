import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework";
import {
  ContainerRegistrationKeys,
  OrderWorkflowEvents,
  PaymentEvents,
} from "@medusajs/framework/utils";
import { registerRefundsOfOrder } from "../refunds/register";

/** WeChat is asked as soon as Medusa has finished a refund or a cancellation; a job finds the rest. */
export default async function registerRefunds({
  event,
  container,
}: SubscriberArgs<{ id: string }>): Promise<void> {
  const orderId =
    event.name === OrderWorkflowEvents.CANCELED
      ? event.data.id
      : await orderOfPayment(container, event.data.id);
  if (orderId !== undefined) await registerRefundsOfOrder(container, orderId);
}

async function orderOfPayment(
  container: SubscriberArgs["container"],
  paymentId: string,
): Promise<string | undefined> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "payment",
    fields: ["payment_collection.order.id"],
    filters: { id: paymentId },
  });
  const payment = data[0] as { payment_collection?: { order?: { id: string } } } | undefined;
  return payment?.payment_collection?.order?.id;
}

export const config: SubscriberConfig = {
  event: [PaymentEvents.REFUNDED, OrderWorkflowEvents.CANCELED],
  context: { subscriberId: "wechat-pay-register-refunds" },
};
