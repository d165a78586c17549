import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { addMinutes, messageOf, orderLock, systemClock, withLock } from "@mall/kernel";
import { ORDER_LIFECYCLE_MODULE } from "../modules/order-lifecycle";
import type { OrderLifecycleModuleService } from "../modules/order-lifecycle/service";
import { expireOrderWorkflow } from "../workflows/expire-order";

const BATCH = 50;
/** A crash between placing an order and writing its deadline is found for so long. */
const LOOK_BACK_MINUTES = 120;

/** Looks at every order whose payment deadline passed. Safe in several processes at once. */
export default async function expireOrders(container: MedusaContainer): Promise<void> {
  const service = container.resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE);
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  const now = systemClock.now();
  await setMissingDeadlines(container, service, now);
  for (const orderId of await service.claimOverdue(now, BATCH)) {
    try {
      const { result } = await withLock(container, orderLock(orderId), () =>
        expireOrderWorkflow(container).run({ input: { order_id: orderId } }),
      );
      logger.info(`Order ${orderId} is overdue and was ${result ? "canceled" : "kept"}`);
    } catch (error) {
      const reason = messageOf(error);
      logger.warn(`Order ${orderId} is overdue and could not be closed yet: ${reason}`);
    }
  }
}

async function setMissingDeadlines(
  container: MedusaContainer,
  service: OrderLifecycleModuleService,
  now: Date,
): Promise<void> {
  const { data: orders } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id", "created_at"],
    filters: { status: "pending", created_at: { $gte: addMinutes(now, -LOOK_BACK_MINUTES) } },
  });
  await service.ensureDeadlines(orders);
}

export const config = {
  name: "order-lifecycle-expire-orders",
  schedule: { cron: "* * * * *", concurrency: "forbid" },
};
