import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import type { Context } from "@medusajs/framework/types";
import {
  generateEntityId,
  InjectManager,
  MedusaContext,
  MedusaService,
} from "@medusajs/framework/utils";
import { addMinutes, addSeconds, invariantBroken } from "@mall/kernel";
import { OrderDeadline } from "./models/order-deadline";

export interface OrderLifecycleOptions {
  /** Minutes from placing an order to its payment deadline. */
  paymentDeadlineMinutes?: number;
}

export interface PlacedOrder {
  id: string;
  created_at: Date | string;
}

const DEFAULT_DEADLINE_MINUTES = 30;
/** How long one process may look at an overdue order: WeChat is asked twice meanwhile. */
const LEASE_SECONDS = 60;

/** Keeps the deadlines of orders. */
export class OrderLifecycleModuleService extends MedusaService({ OrderDeadline }) {
  private readonly deadlineMinutes: number;

  constructor(container: Record<string, unknown>, options: OrderLifecycleOptions = {}) {
    super(container, options);
    this.deadlineMinutes = options.paymentDeadlineMinutes ?? DEFAULT_DEADLINE_MINUTES;
  }

  /**
   * Sets the payment deadline of orders that have none yet, counted from when each was placed, and
   * returns all of them. Safe to call any number of times: a deadline once set stays.
   *
   * @returns order id → deadline
   */
  @InjectManager()
  async ensureDeadlines(
    orders: readonly PlacedOrder[],
    @MedusaContext() context: Context<EntityManager> = {},
  ): Promise<Map<string, Date>> {
    const ids = orders.map(({ id }) => id);
    if (ids.length === 0) return new Map();
    const known = await deadlinesOf(this, ids, context);
    const missing = orders.filter(({ id }) => !known.has(id));
    if (missing.length === 0) return known;
    const rows = missing.map(() => "(?, ?, ?)").join(", ");
    await execute(
      context,
      `INSERT INTO order_deadline (id, order_id, pay_by) VALUES ${rows} ON CONFLICT DO NOTHING`,
      missing.flatMap((order) => [
        generateEntityId(undefined, "ordl"),
        order.id,
        addMinutes(new Date(order.created_at), this.deadlineMinutes),
      ]),
    );
    return deadlinesOf(this, ids, context);
  }

  /** Claims orders whose deadline passed and was not looked at yet, each for one process. */
  @InjectManager()
  async claimOverdue(
    now: Date,
    limit: number,
    @MedusaContext() context: Context<EntityManager> = {},
  ): Promise<string[]> {
    const rows = await execute<{ order_id: string }>(
      context,
      `UPDATE order_deadline SET leased_until = ? WHERE id IN (
         SELECT id FROM order_deadline WHERE state = 'open' AND pay_by <= ?
           AND (leased_until IS NULL OR leased_until <= ?)
         ORDER BY pay_by LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING order_id`,
      [addSeconds(now, LEASE_SECONDS), now, now, limit],
    );
    return rows.map(({ order_id }) => order_id);
  }

  /** open → kept or canceled; a deadline that was decided stays decided. */
  @InjectManager()
  async decideDeadline(
    orderId: string,
    state: "kept" | "canceled",
    @MedusaContext() context: Context<EntityManager> = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE order_deadline SET state = ?, leased_until = NULL, updated_at = now()
       WHERE order_id = ? AND state = 'open'`,
      [state, orderId],
    );
  }
}

/** The deadlines that are set, by order. */
async function deadlinesOf(
  service: Pick<OrderLifecycleModuleService, "listOrderDeadlines">,
  orderIds: string[],
  context: Context<EntityManager>,
): Promise<Map<string, Date>> {
  const rows = await service.listOrderDeadlines(
    { order_id: orderIds },
    { take: orderIds.length },
    context,
  );
  return new Map(rows.map((row) => [row.order_id, row.pay_by]));
}

async function execute<Row = Record<string, unknown>>(
  context: Context<EntityManager>,
  sql: string,
  values: unknown[],
): Promise<Row[]> {
  const manager = context.transactionManager ?? context.manager;
  if (manager === undefined) throw invariantBroken("Called without a database manager");
  return manager.execute<Row[]>(sql, values);
}
