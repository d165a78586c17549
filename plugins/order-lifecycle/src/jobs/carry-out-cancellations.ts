import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { messageOf, systemClock } from "@mall/kernel";
import { carryOutCancellation } from "../cancellation/carry-out";
import { ORDER_LIFECYCLE_MODULE } from "../modules/order-lifecycle";
import type { OrderLifecycleModuleService } from "../modules/order-lifecycle/service";

const BATCH = 20;

/** Goes on with cancellations that were asked for: after a crash, or after a failure. */
export default async function carryOutCancellations(container: MedusaContainer): Promise<void> {
  const service = container.resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE);
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  for (const orderId of await service.claimCancellations(systemClock.now(), BATCH)) {
    try {
      const verdict = await carryOutCancellation(container, orderId);
      logger.info(`The cancellation of order ${orderId} was carried on: ${verdict}`);
    } catch (error) {
      logger.warn(`Order ${orderId} could not be canceled yet: ${messageOf(error)}`);
    }
  }
}

export const config = {
  name: "order-lifecycle-carry-out-cancellations",
  schedule: { cron: "*/10 * * * * *", concurrency: "forbid" },
};
