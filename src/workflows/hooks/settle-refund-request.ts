import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { StepResponse } from "@medusajs/framework/workflows-sdk";
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows";
import { settleRefundRequestWorkflow } from "@mall/after-sale/workflows";
import { orderLock, withLock } from "@mall/kernel";
import { prepareCancellation } from "@mall/order-lifecycle/workflows";

/** An order of which nothing was packed is canceled, which refunds what was paid and frees its stock. */
settleRefundRequestWorkflow.hooks.cancelOrder(
  async ({ order_id, is_to_be_canceled }, { container }) => {
    if (!is_to_be_canceled) return new StepResponse(undefined);
    await withLock(container, orderLock(order_id), async () => {
      const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
        entity: "order",
        fields: ["status"],
        filters: { id: order_id },
      });
      const [order] = data as unknown as { status: string }[];
      if (order?.status === "canceled") return;
      await prepareCancellation(container, order_id);
      await cancelOrderWorkflow(container).run({ input: { order_id } });
    });
    return new StepResponse(undefined);
  },
);
