import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { systemClock } from "@mall/kernel";
import { RECONCILIATION_MODULE } from "../modules/reconciliation";
import { billDay } from "../modules/reconciliation/calendar";
import type {
  Lease,
  Outcome,
  ReconciliationModuleService,
} from "../modules/reconciliation/service";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import type { WechatPayModuleService } from "../modules/wechat-pay/service";
import { billsOf } from "./bills";
import { ourBooks } from "./books";
import { compareDay } from "./compare";
import { queryOf } from "./query";
import { reasonOf, resolveDifferences } from "./resolve";
import { seenRows } from "./seen";

/**
 * Does a run from its beginning to its outcome, unless another process has it. Never throws: why it
 * failed stands in the run. After a crash it begins anew; what was repaired or queued stays so.
 */
export async function performReconciliation(container: MedusaContainer, id: string): Promise<void> {
  const service = container.resolve<ReconciliationModuleService>(RECONCILIATION_MODULE);
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  try {
    const lease = await service.take(id, systemClock.now());
    if (lease === undefined) return;
    try {
      await perform(container, service, lease);
    } catch (error) {
      const reason = reasonOf(error);
      logger.warn(`Reconciliation of ${lease.billDate} failed: ${reason}`);
      await service.fail(lease, reason, systemClock.now());
    }
  } catch (error) {
    // Its lease runs out, and the job that looks after runs takes it up.
    logger.error(`Reconciliation ${id} has no outcome yet: ${reasonOf(error)}`);
  }
}

async function perform(
  container: MedusaContainer,
  service: ReconciliationModuleService,
  lease: Lease,
): Promise<void> {
  const outcome = await compare(container, service, lease);
  await resolveDifferences(container, lease);
  await service.finish(lease, outcome, systemClock.now());
}

/** Nothing is concluded from half a comparison: what it found is forgotten. */
async function compare(
  container: MedusaContainer,
  service: ReconciliationModuleService,
  lease: Lease,
): Promise<Outcome> {
  const { client } = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  const query = queryOf(container);
  const seen = seenRows(query, lease.id);
  const forget = async () => {
    await seen.forget();
    await service.forget(lease.id);
  };
  await forget();
  try {
    // Of an unfinished day the bill tells what was over when it was asked for.
    const day = billDay(lease.billDate, systemClock.now());
    const outcome = await compareDay({
      runId: lease.id,
      day,
      bills: await billsOf(client, lease.billDate),
      books: ourBooks(query),
      seen,
      found: async (differences) => {
        await service.extend(lease, systemClock.now());
        await service.recordDifferences(lease.id, differences);
      },
    });
    await seen.forget();
    return outcome;
  } catch (error) {
    await forget();
    throw error;
  }
}
