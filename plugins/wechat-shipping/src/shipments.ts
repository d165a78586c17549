import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { systemClock } from "@mall/kernel";
import { WECHAT_SHIPPING_MODULE } from "./modules/wechat-shipping";
import type { WechatShippingModuleService } from "./modules/wechat-shipping/service";

interface Fulfillment {
  id: string;
  canceled_at: unknown;
  order?: { id: string } | null;
}

/** Notes the shipments that `filters` find, so that they are reported. Any number of times. */
export async function noteShipments(
  container: MedusaContainer,
  filters: Record<string, unknown>,
): Promise<void> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "fulfillment",
    fields: ["id", "canceled_at", "order.id"],
    filters,
  });
  const byOrder = new Map<string, string[]>();
  for (const { id, canceled_at, order } of data as unknown as Fulfillment[]) {
    if (canceled_at || !order) continue;
    byOrder.set(order.id, [...(byOrder.get(order.id) ?? []), id]);
  }
  await container
    .resolve<WechatShippingModuleService>(WECHAT_SHIPPING_MODULE)
    .noteShipments(byOrder, systemClock.now());
}
