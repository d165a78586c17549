import { Module } from "@medusajs/framework/utils";
import { OrderTimelineModuleService } from "./service";

export type { OrderFact, OrderEventDTO } from "./service";
export type { OrderTimelineModuleService };
export const ORDER_TIMELINE_MODULE = "order_timeline";

export default Module(ORDER_TIMELINE_MODULE, { service: OrderTimelineModuleService });
