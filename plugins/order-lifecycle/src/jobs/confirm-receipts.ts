import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { addMinutes, messageOf, systemClock } from "@mall/kernel";
import { ORDER_LIFECYCLE_MODULE } from "../modules/order-lifecycle";
import type { OrderLifecycleModuleService } from "../modules/order-lifecycle/service";
import { ordersOfFulfillments } from "../orders/orders-of-fulfillments";
import { confirmDueReceipt } from "../receipt/confirm";
import { expectReceipt } from "../receipt/expect";

const BATCH = 50;
/** A shipment whose event got lost, as in a crash, is found for so long. */
const LOOK_BACK_MINUTES = 24 * 60;

/** Confirms receipts that are due. Safe in several processes at once. */
export default async function confirmReceipts(container: MedusaContainer): Promise<void> {
  const service = container.resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE);
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  const now = systemClock.now();
  await expectMissing(container, service, now);
  for (const orderId of await service.claimDueReceipts(now, BATCH)) {
    try {
      const verdict = await confirmDueReceipt(container, orderId);
      logger.info(`The receipt of order ${orderId} was due: ${verdict}`);
    } catch (error) {
      const reason = messageOf(error);
      logger.warn(`The receipt of order ${orderId} could not be confirmed yet: ${reason}`);
    }
  }
}

async function expectMissing(
  container: MedusaContainer,
  service: OrderLifecycleModuleService,
  now: Date,
): Promise<void> {
  const since = { $gte: addMinutes(now, -LOOK_BACK_MINUTES) };
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "fulfillment",
    fields: ["id"],
    filters: { $or: [{ shipped_at: since }, { delivered_at: since }] },
  });
  const sent = data as unknown as { id: string }[];
  if (sent.length === 0) return;
  const orderIds = await ordersOfFulfillments(
    container,
    sent.map(({ id }) => id),
  );
  for (const orderId of await service.withoutReceipt(orderIds)) {
    await expectReceipt(container, orderId);
  }
}

export const config = {
  name: "order-lifecycle-confirm-receipts",
  schedule: { cron: "* * * * *", concurrency: "forbid" },
};
