import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";

/** The orders to which fulfilments belong, each once. */
export async function ordersOfFulfillments(
  container: MedusaContainer,
  fulfillmentIds: string[],
): Promise<string[]> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order_fulfillment",
    fields: ["order_id"],
    filters: { fulfillment_id: fulfillmentIds },
  });
  const links = data as unknown as { order_id: string }[];
  return [...new Set(links.map(({ order_id }) => order_id))];
}
