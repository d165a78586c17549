import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { getOrderDetailWorkflow } from "@medusajs/medusa/core-flows";
import { timelineOf } from "../../../../../orders/timeline";

/** What happened to an order, with who did it and what belongs to it, for the merchant. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { result: order } = await getOrderDetailWorkflow(req.scope).run({
    input: { fields: ["id"], order_id: req.params.id ?? "" },
  });
  const events = await timelineOf(req.scope, order.id);
  res.json({
    events: events.map(({ id, type, happened_at, actor_type, actor_id, reason, details }) => ({
      id,
      type,
      happened_at,
      actor_type,
      actor_id,
      reason,
      details,
    })),
  });
}
