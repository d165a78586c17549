import type { MedusaContainer } from "@medusajs/framework/types";
import { systemClock } from "@mall/kernel";
import { AFTER_SALE_MODULE } from "../modules/after-sale";
import type { AfterSaleModuleService } from "../modules/after-sale/service";
import { settle } from "../orders/settle";

const BATCH = 20;

/** Goes on with what a crash or a refusal left. Safe in several processes at once. */
export default async function settleRefundRequests(container: MedusaContainer): Promise<void> {
  const service = container.resolve<AfterSaleModuleService>(AFTER_SALE_MODULE);
  for (const id of await service.claimDue(systemClock.now(), BATCH)) {
    await settle(container, id);
  }
}

export const config = {
  name: "after-sale-settle-refund-requests",
  schedule: { cron: "*/10 * * * * *", concurrency: "forbid" },
};
