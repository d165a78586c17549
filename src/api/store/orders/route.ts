import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { getOrdersListWorkflow } from "@medusajs/medusa/core-flows";
import { shopperViewFields, withShopperView } from "../../../orders/shopper-view";

/** Medusa's list of the customer's own orders, with the shopper's status and the deadline. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { result } = await getOrdersListWorkflow(req.scope).run({
    input: {
      fields: [...new Set([...req.queryConfig.fields, ...shopperViewFields])],
      variables: {
        filters: {
          ...req.filterableFields,
          is_draft_order: false,
          customer_id: req.auth_context.actor_id,
        },
        ...req.queryConfig.pagination,
      },
    },
  });
  const { rows, metadata } = result as {
    rows: object[];
    metadata: { count: number; skip: number; take: number };
  };
  res.json({
    orders: await withShopperView(req.scope, rows),
    count: metadata.count,
    offset: metadata.skip,
    limit: metadata.take,
  });
}
