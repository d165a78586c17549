import type { MedusaContainer } from "@medusajs/framework/types";
import {
  ORDER_TIMELINE_MODULE,
  type OrderEventDTO,
  type OrderFact,
  type OrderTimelineModuleService,
} from "@mall/order-lifecycle/modules/order-timeline";
import { lifecycleFacts } from "./timeline/lifecycle-facts";
import { medusaFacts } from "./timeline/medusa-facts";
import { wechatPayFacts } from "./timeline/wechat-pay-facts";

/** Tells what it knows of an order; asked again and again, so the keys of its facts are stable. */
export type FactSource = (container: MedusaContainer, orderId: string) => Promise<OrderFact[]>;

/** Everybody who knows something of an order. */
const sources: readonly FactSource[] = [medusaFacts, lifecycleFacts, wechatPayFacts];

/** Records what happened to an order and is not recorded yet. */
export async function recordTimeline(container: MedusaContainer, orderId: string): Promise<void> {
  const facts = await Promise.all(sources.map((source) => source(container, orderId)));
  await timelineService(container).recordOrderEvents(orderId, facts.flat());
}

/** What happened to an order, oldest first; what an event that got lost should have recorded is made up for. */
export async function timelineOf(
  container: MedusaContainer,
  orderId: string,
): Promise<OrderEventDTO[]> {
  await recordTimeline(container, orderId);
  return timelineService(container).timelineOf(orderId);
}

function timelineService(container: MedusaContainer): OrderTimelineModuleService {
  return container.resolve<OrderTimelineModuleService>(ORDER_TIMELINE_MODULE);
}
