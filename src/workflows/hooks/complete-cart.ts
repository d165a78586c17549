import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { completeCartWorkflow } from "@medusajs/medusa/core-flows";
import { ORDER_LIFECYCLE_MODULE } from "@mall/order-lifecycle/modules/order-lifecycle";
import type { OrderLifecycleModuleService } from "@mall/order-lifecycle/modules/order-lifecycle";

interface OrderCreated {
  order_id: string;
}

/** Medusa declares this hook but leaves it out of the workflow's type. */
const hooks = completeCartWorkflow.hooks as unknown as {
  orderCreated: (
    handler: (input: OrderCreated, context: { container: HookContainer }) => Promise<unknown>,
  ) => void;
};

type HookContainer = Parameters<
  Parameters<typeof completeCartWorkflow.hooks.validate>[0]
>[1]["container"];

hooks.orderCreated(async ({ order_id }, { container }) => {
  const { data: orders } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id", "created_at"],
    filters: { id: order_id },
  });
  await container
    .resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE)
    .ensureDeadlines(orders);
  return new StepResponse(undefined);
});
