import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework";
import { FulfillmentWorkflowEvents } from "@medusajs/framework/utils";
import { noteShipments } from "../shipments";

/** Something was shipped, or handed over without having been shipped, as at a pickup. */
export default async function onShipment({
  event,
  container,
}: SubscriberArgs<{ id: string }>): Promise<void> {
  await noteShipments(container, { id: event.data.id });
}

export const config: SubscriberConfig = {
  event: [FulfillmentWorkflowEvents.SHIPMENT_CREATED, FulfillmentWorkflowEvents.DELIVERY_CREATED],
};
