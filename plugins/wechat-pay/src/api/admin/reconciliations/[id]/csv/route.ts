import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { RECONCILIATION_MODULE } from "../../../../../modules/reconciliation";
import type { ReconciliationModuleService } from "../../../../../modules/reconciliation/service";
import { BYTE_ORDER_MARK, csvLine } from "../../../../../reconciliation/csv";
import { csvColumns, csvValues } from "../../../../../reconciliation/view";

const BATCH = 1000;

/** All differences of a run as a spreadsheet; a batch at a time, however many there are. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const service = req.scope.resolve<ReconciliationModuleService>(RECONCILIATION_MODULE);
  const run = await service.runOf(String(req.params.id));
  const name = `reconciliation-${run.bill_date}-${String(run.run_number)}.csv`;
  res.setHeader("Content-Type", "text/csv; charset=utf-8");
  res.setHeader("Content-Disposition", `attachment; filename="${name}"`);
  res.write(BYTE_ORDER_MARK + csvLine(csvColumns));
  for (let after = ""; ; ) {
    const differences = await service.listReconciliationDifferences(
      { run_id: run.id, id: { $gt: after } },
      { take: BATCH, order: { id: "ASC" } },
    );
    for (const difference of differences) res.write(csvLine(csvValues(run, difference)));
    const last = differences.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  res.end();
}
