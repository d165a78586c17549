import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { getOrderDetailWorkflow } from "@medusajs/medusa/core-flows";
import { shopperViewFields, withShopperView } from "../../../../orders/shopper-view";

/**
 * An order of the customer who asks. Medusa's own route answers anybody who knows the id; here the
 * id alone opens nothing.
 */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { result } = await getOrderDetailWorkflow(req.scope).run({
    input: {
      fields: [...new Set([...req.queryConfig.fields, ...shopperViewFields])],
      order_id: req.params.id ?? "",
      filters: { is_draft_order: false, customer_id: req.auth_context.actor_id },
    },
  });
  const [order] = await withShopperView(req.scope, [result]);
  res.json({ order });
}
