import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { payOrderWorkflow } from "@mall/wechat-pay/workflows";
import { ORDER_LIFECYCLE_MODULE } from "@mall/order-lifecycle/modules/order-lifecycle";
import type { OrderLifecycleModuleService } from "@mall/order-lifecycle/modules/order-lifecycle";

/** WeChat is told the order's own deadline. */
payOrderWorkflow.hooks.deadline(async ({ order_id }, { container }) => {
  const { data: orders } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id", "created_at"],
    filters: { id: order_id },
  });
  const deadlines = await container
    .resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE)
    .ensureDeadlines(orders);
  const expiresAt = deadlines.get(order_id);
  return new StepResponse(expiresAt && { expires_at: expiresAt });
});
