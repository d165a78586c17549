import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows";

interface Adjusted {
  adjustments?: { code?: string; amount: number }[] | null;
}

interface AdjustedOrder {
  customer_id: string | null;
  email: string | null;
  items?: Adjusted[] | null;
  shipping_methods?: Adjusted[] | null;
}

/** Medusa releases the stock of a canceled order; what its promotions were used up by stays. */
cancelOrderWorkflow.hooks.orderCanceled(async ({ order }, { container }) => {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: [
      "customer_id",
      "email",
      "items.adjustments.code",
      "items.adjustments.amount",
      "shipping_methods.adjustments.code",
      "shipping_methods.adjustments.amount",
    ],
    filters: { id: (order as { id: string }).id },
  });
  const canceled = data[0] as unknown as AdjustedOrder;
  const used = [...(canceled.items ?? []), ...(canceled.shipping_methods ?? [])]
    .flatMap(({ adjustments }) => adjustments ?? [])
    .flatMap(({ code, amount }) => (code === undefined ? [] : [{ code, amount }]));
  if (used.length > 0) {
    await container.resolve(Modules.PROMOTION).revertUsage(used, {
      customer_id: canceled.customer_id,
      customer_email: canceled.email,
    });
  }
  return new StepResponse(undefined);
});
