import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { orderLock, systemClock, withLock } from "@mall/kernel";
import { AFTER_SALE_MODULE } from "../../../../../modules/after-sale";
import { workFrom, type AfterSaleModuleService } from "../../../../../modules/after-sale/service";
import { settle } from "../../../../../orders/settle";
import { adminDetail } from "../../../../views";

/** The goods are back: that is booked, and the money goes back. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const service = req.scope.resolve<AfterSaleModuleService>(AFTER_SALE_MODULE);
  const { id, order_id } = await service.requestOf(req.params.id ?? "");
  const actor = { type: "user" as const, id: req.auth_context.actor_id };
  const move = { from: ["awaiting_return"] as const, to: "returned" as const };
  // Not while the shopper's withdrawal is canceling the return.
  await withLock(req.scope, orderLock(order_id), async () => {
    const now = systemClock.now();
    await service.move(id, { ...move, actor, changes: workFrom(now) }, now);
  });
  await settle(req.scope, id);
  res.json({ refund_request: await adminDetail(req.scope, id) });
}
