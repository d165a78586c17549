import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { RECONCILIATION_MODULE } from "../../../../modules/reconciliation";
import type { ReconciliationModuleService } from "../../../../modules/reconciliation/service";
import { differenceView, runView } from "../../../../reconciliation/view";
import type { ReconciliationPage } from "../validators";

/** One run with its differences, a page at a time. */
export async function GET(
  req: MedusaRequest<unknown, ReconciliationPage>,
  res: MedusaResponse,
): Promise<void> {
  const { limit, offset } = req.validatedQuery;
  const service = req.scope.resolve<ReconciliationModuleService>(RECONCILIATION_MODULE);
  const run = await service.runOf(String(req.params.id));
  const [differences, count] = await service.listAndCountReconciliationDifferences(
    { run_id: run.id },
    { skip: offset, take: limit, order: { id: "ASC" } },
  );
  res.json({
    reconciliation: runView(run),
    differences: differences.map(differenceView),
    count,
    limit,
    offset,
  });
}
