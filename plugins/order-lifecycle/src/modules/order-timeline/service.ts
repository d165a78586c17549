import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import type { Context, InferTypeOf } from "@medusajs/framework/types";
import {
  generateEntityId,
  InjectManager,
  MedusaContext,
  MedusaService,
} from "@medusajs/framework/utils";
import { execute } from "@mall/kernel";
import { OrderEvent } from "./models/order-event";

export type OrderEventDTO = InferTypeOf<typeof OrderEvent>;

/** A fact about an order, as its source knows it. */
export interface OrderFact {
  /** Names the fact within its order; deterministic, so that recording it again changes nothing. */
  key: string;
  type: string;
  happenedAt: Date;
  actorType: "shopper" | "merchant" | "system" | "wechat";
  actorId?: string | null | undefined;
  reason?: string | null | undefined;
  details?: Record<string, unknown>;
}

/** What happened to orders, in the order in which it happened. */
export class OrderTimelineModuleService extends MedusaService({ OrderEvent }) {
  /** Records what is not recorded yet. What was recorded stays as it was. */
  @InjectManager()
  async recordOrderEvents(
    orderId: string,
    facts: readonly OrderFact[],
    @MedusaContext() context: Context<EntityManager> = {},
  ): Promise<void> {
    if (facts.length === 0) return;
    const rows = facts.map(() => "(?, ?, ?, ?, ?, ?, ?, ?, ?)").join(", ");
    await execute(
      context,
      `INSERT INTO order_event (id, order_id, key, type, happened_at, actor_type, actor_id, reason,
         details) VALUES ${rows} ON CONFLICT DO NOTHING`,
      facts.flatMap((fact) => [
        generateEntityId(undefined, "ordev"),
        orderId,
        fact.key,
        fact.type,
        fact.happenedAt,
        fact.actorType,
        fact.actorId ?? null,
        fact.reason ?? null,
        fact.details === undefined ? null : JSON.stringify(fact.details),
      ]),
    );
  }

  /** What happened to an order, oldest first. */
  async timelineOf(orderId: string): Promise<OrderEventDTO[]> {
    return this.listOrderEvents(
      { order_id: orderId },
      { order: { happened_at: "ASC", id: "ASC" }, take: null },
    );
  }
}
