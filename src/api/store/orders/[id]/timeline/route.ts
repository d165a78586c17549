import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { getOrderDetailWorkflow } from "@medusajs/medusa/core-flows";
import { timelineOf } from "../../../../../orders/timeline";

/** What happened to an order of the customer who asks. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { result: order } = await getOrderDetailWorkflow(req.scope).run({
    input: {
      fields: ["id"],
      order_id: req.params.id ?? "",
      filters: { is_draft_order: false, customer_id: req.auth_context.actor_id },
    },
  });
  const events = await timelineOf(req.scope, order.id);
  res.json({
    events: events.map(({ type, happened_at, actor_type, reason }) => ({
      type,
      happened_at,
      actor_type,
      reason,
    })),
  });
}
