import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { systemClock } from "@mall/kernel";
import { AFTER_SALE_MODULE } from "../../../../../modules/after-sale";
import { workFrom, type AfterSaleModuleService } from "../../../../../modules/after-sale/service";
import { settle } from "../../../../../orders/settle";
import { adminDetail } from "../../../../views";

/** The goods are back: that is booked, and the money goes back. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const service = req.scope.resolve<AfterSaleModuleService>(AFTER_SALE_MODULE);
  const id = req.params.id ?? "";
  const now = systemClock.now();
  const actor = { type: "user" as const, id: req.auth_context.actor_id };
  const move = { from: ["awaiting_return"] as const, to: "returned" as const };
  await service.move(id, { ...move, actor, changes: workFrom(now) }, now);
  await settle(req.scope, id);
  res.json({ refund_request: await adminDetail(req.scope, id) });
}
