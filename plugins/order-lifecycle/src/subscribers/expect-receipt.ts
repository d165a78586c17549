import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework";
import { FulfillmentWorkflowEvents } from "@medusajs/framework/utils";
import { ordersOfFulfillments } from "../orders/orders-of-fulfillments";
import { expectReceipt } from "../receipt/expect";

/** What was shipped or handed over may have been the last piece of its order. */
export default async function expectReceiptOfOrder({
  event,
  container,
}: SubscriberArgs<{ id: string }>): Promise<void> {
  for (const orderId of await ordersOfFulfillments(container, [event.data.id])) {
    await expectReceipt(container, orderId);
  }
}

export const config: SubscriberConfig = {
  event: [FulfillmentWorkflowEvents.SHIPMENT_CREATED, FulfillmentWorkflowEvents.DELIVERY_CREATED],
};
