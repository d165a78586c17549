import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { systemClock } from "@mall/kernel";
import { RECONCILIATION_MODULE } from "../../../modules/reconciliation";
import { billDay } from "../../../modules/reconciliation/calendar";
import type { ReconciliationModuleService } from "../../../modules/reconciliation/service";
import { performReconciliation } from "../../../reconciliation/perform";
import { runView } from "../../../reconciliation/view";
import type { ReconciliationBody, ReconciliationPage } from "./validators";

/** All runs, newest first. */
export async function GET(
  req: MedusaRequest<unknown, ReconciliationPage>,
  res: MedusaResponse,
): Promise<void> {
  const { limit, offset } = req.validatedQuery;
  const [runs, count] = await req.scope
    .resolve<ReconciliationModuleService>(RECONCILIATION_MODULE)
    .listAndCountReconciliationRuns(
      {},
      { skip: offset, take: limit, order: { started_at: "DESC", id: "DESC" } },
    );
  res.json({ reconciliations: runs.map(runView), count, limit, offset });
}

/**
 * Begins a run and answers at once; should this process end before the run does, a job finishes it.
 */
export async function POST(
  req: MedusaRequest<ReconciliationBody>,
  res: MedusaResponse,
): Promise<void> {
  const now = systemClock.now();
  const { date } = billDay(req.validatedBody.date, now);
  const run = await req.scope
    .resolve<ReconciliationModuleService>(RECONCILIATION_MODULE)
    .begin(date, now);
  void performReconciliation(req.scope, run.id);
  res.status(202).json({ reconciliation: runView(run) });
}
