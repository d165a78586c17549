import type { MedusaContainer } from "@medusajs/framework/types";
import { hasErrorCode, systemClock } from "@mall/kernel";
import { RECONCILIATION_MODULE } from "../modules/reconciliation";
import { isDue, yesterdayOf } from "../modules/reconciliation/calendar";
import type { ReconciliationModuleService } from "../modules/reconciliation/service";
import { performReconciliation } from "../reconciliation/perform";

/** Compares yesterday with WeChat's bills at 10:30 in Shanghai, and every hour until it succeeds. */
export default async function reconcileBills(container: MedusaContainer): Promise<void> {
  const service = container.resolve<ReconciliationModuleService>(RECONCILIATION_MODULE);
  const now = systemClock.now();
  const date = yesterdayOf(now);
  if (!isDue(await service.listReconciliationRuns({ bill_date: date }), now)) return;
  try {
    const run = await service.begin(date, now);
    await performReconciliation(container, run.id);
  } catch (error) {
    if (!hasErrorCode(error, "reconciliation.already_running")) throw error;
    // Another process was faster.
  }
}

export const config = {
  name: "wechat-pay-reconcile-bills",
  schedule: { cron: "0 30 * * * *", concurrency: "forbid" },
};
