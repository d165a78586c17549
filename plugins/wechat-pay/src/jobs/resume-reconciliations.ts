import type { MedusaContainer } from "@medusajs/framework/types";
import { systemClock } from "@mall/kernel";
import { RECONCILIATION_MODULE } from "../modules/reconciliation";
import type { ReconciliationModuleService } from "../modules/reconciliation/service";
import { performReconciliation } from "../reconciliation/perform";

/** Takes up runs that were asked for and whose process is gone. */
export default async function resumeReconciliations(container: MedusaContainer): Promise<void> {
  const service = container.resolve<ReconciliationModuleService>(RECONCILIATION_MODULE);
  for (const { id } of await service.abandoned(systemClock.now())) {
    await performReconciliation(container, id);
  }
}

export const config = {
  name: "wechat-pay-resume-reconciliations",
  schedule: { cron: "* * * * *", concurrency: "forbid" },
};
