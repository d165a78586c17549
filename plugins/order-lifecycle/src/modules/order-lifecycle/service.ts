import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import type { Context } from "@medusajs/framework/types";
import {
  generateEntityId,
  InjectManager,
  MedusaContext,
  MedusaService,
} from "@medusajs/framework/utils";
import { addMinutes, addSeconds, execute } from "@mall/kernel";
import { OrderCancellation } from "./models/order-cancellation";
import { OrderDeadline } from "./models/order-deadline";
import { OrderReceipt } from "./models/order-receipt";

export interface OrderLifecycleOptions {
  /** Minutes from placing an order to its payment deadline. */
  paymentDeadlineMinutes?: number;
  /** Days from sending the last piece to the receipt being confirmed by itself. */
  autoConfirmDays?: number;
}

export interface PlacedOrder {
  id: string;
  created_at: Date | string;
}

/** A shopper's wish to cancel. */
export interface CancellationRequest {
  orderId: string;
  /** The customer. */
  requestedBy: string;
  reason?: string | undefined;
}

export type ReceiptActor = "shopper" | "system" | "merchant";

type DatabaseContext = Context<EntityManager>;

const DEFAULT_DEADLINE_MINUTES = 30;
const DEFAULT_AUTO_CONFIRM_DAYS = 10;
const MINUTES_OF_A_DAY = 24 * 60;
/** How long one process may work on an order: WeChat is asked twice meanwhile. */
const LEASE_SECONDS = 60;

/**
 * Keeps what an order waits for: its payment deadline, the confirmation of its receipt, a
 * cancellation that was asked for. Every change of state is one conditional statement.
 */
export class OrderLifecycleModuleService extends MedusaService({
  OrderDeadline,
  OrderReceipt,
  OrderCancellation,
}) {
  private readonly deadlineMinutes: number;
  private readonly autoConfirmMinutes: number;

  constructor(container: Record<string, unknown>, options: OrderLifecycleOptions = {}) {
    super(container, options);
    this.deadlineMinutes = options.paymentDeadlineMinutes ?? DEFAULT_DEADLINE_MINUTES;
    this.autoConfirmMinutes =
      (options.autoConfirmDays ?? DEFAULT_AUTO_CONFIRM_DAYS) * MINUTES_OF_A_DAY;
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
    @MedusaContext() context: DatabaseContext = {},
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
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<string[]> {
    return claim(context, { table: "order_deadline", state: "open", due: "pay_by" }, now, limit);
  }

  /** open → kept or canceled; a deadline that was decided stays decided. */
  @InjectManager()
  async decideDeadline(
    orderId: string,
    state: "kept" | "canceled",
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE order_deadline SET state = ?, leased_until = NULL, updated_at = now()
       WHERE order_id = ? AND state = 'open'`,
      [state, orderId],
    );
  }

  /** An order that was sent completely waits for its receipt from now on; what is known stays. */
  @InjectManager()
  async expectReceipt(
    orderId: string,
    sentAt: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `INSERT INTO order_receipt (id, order_id, due_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
      [generateEntityId(undefined, "ordrc"), orderId, addMinutes(sentAt, this.autoConfirmMinutes)],
    );
  }

  /** Which of these orders do not wait for their receipt, nor ever did. */
  @InjectManager()
  async withoutReceipt(
    orderIds: string[],
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<string[]> {
    const known = await this.listOrderReceipts(
      { order_id: orderIds },
      { select: ["order_id"], take: orderIds.length },
      context,
    );
    const waiting = new Set(known.map(({ order_id }) => order_id));
    return orderIds.filter((id) => !waiting.has(id));
  }

  /** Claims receipts that are due, each for one process. */
  @InjectManager()
  async claimDueReceipts(
    now: Date,
    limit: number,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<string[]> {
    return claim(context, { table: "order_receipt", state: "open", due: "due_at" }, now, limit);
  }

  /** Who confirms, and when: the first one stays. From now on the job sees to it that it is done. */
  @InjectManager()
  async beginConfirmation(
    orderId: string,
    by: ReceiptActor,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE order_receipt SET confirmed_by = ?, confirmed_at = ?, due_at = least(due_at, ?),
         updated_at = now() WHERE order_id = ? AND state = 'open' AND confirmed_by IS NULL`,
      [by, now, now, orderId],
    );
  }

  /** open → confirmed, after `beginConfirmation`; or open → lapsed. Both are final. */
  @InjectManager()
  async closeReceipt(
    orderId: string,
    state: "confirmed" | "lapsed",
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE order_receipt SET state = ?, leased_until = NULL, updated_at = now()
       WHERE order_id = ? AND state = 'open'`,
      [state, orderId],
    );
  }

  /**
   * Writes down that a shopper wants to cancel. The same wish again is the same; one that was
   * impossible may be made again. The caller holds it for a minute, then the job goes on with it.
   */
  @InjectManager()
  async requestCancellation(
    request: CancellationRequest,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `INSERT INTO order_cancellation AS known (id, order_id, requested_by, reason, requested_at,
         next_attempt_at, leased_until) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (order_id) WHERE deleted_at IS NULL DO UPDATE SET state = 'requested',
         requested_by = excluded.requested_by, reason = excluded.reason,
         requested_at = excluded.requested_at, next_attempt_at = excluded.next_attempt_at,
         leased_until = excluded.leased_until, decided_at = NULL, attempts = 0, last_error = NULL,
         updated_at = now()
       WHERE known.state = 'kept'`,
      [
        generateEntityId(undefined, "ordcn"),
        request.orderId,
        request.requestedBy,
        request.reason ?? null,
        now,
        now,
        addSeconds(now, LEASE_SECONDS),
      ],
    );
  }

  /** Claims cancellations that were asked for and are not decided, each for one process. */
  @InjectManager()
  async claimCancellations(
    now: Date,
    limit: number,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<string[]> {
    return claim(
      context,
      { table: "order_cancellation", state: "requested", due: "next_attempt_at" },
      now,
      limit,
    );
  }

  /** requested → done or kept; without a request nothing happens. */
  @InjectManager()
  async decideCancellation(
    orderId: string,
    state: "done" | "kept",
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE order_cancellation SET state = ?, decided_at = ?, leased_until = NULL,
         last_error = NULL, updated_at = now() WHERE order_id = ? AND state = 'requested'`,
      [state, now, orderId],
    );
  }

  /** An attempt failed; the next one comes after a while that doubles, up to an hour. */
  @InjectManager()
  async postponeCancellation(
    orderId: string,
    error: string,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE order_cancellation SET attempts = attempts + 1, last_error = ?, leased_until = NULL,
         next_attempt_at = ?::timestamptz
           + least(interval '10 seconds' * power(2, least(attempts, 9)), interval '1 hour'),
         updated_at = now() WHERE order_id = ? AND state = 'requested'`,
      [error, now, orderId],
    );
  }
}

/** The deadlines that are set, by order. */
async function deadlinesOf(
  service: Pick<OrderLifecycleModuleService, "listOrderDeadlines">,
  orderIds: string[],
  context: DatabaseContext,
): Promise<Map<string, Date>> {
  const rows = await service.listOrderDeadlines(
    { order_id: orderIds },
    { take: orderIds.length },
    context,
  );
  return new Map(rows.map((row) => [row.order_id, row.pay_by]));
}

/** Takes orders out of a table about which something is due, each for one process and a minute. */
async function claim(
  context: DatabaseContext,
  { table, state, due }: { table: string; state: string; due: string },
  now: Date,
  limit: number,
): Promise<string[]> {
  const rows = await execute<{ order_id: string }>(
    context,
    `UPDATE ${table} SET leased_until = ? WHERE id IN (
       SELECT id FROM ${table} WHERE state = ? AND ${due} <= ?
         AND (leased_until IS NULL OR leased_until <= ?)
       ORDER BY ${due} LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING order_id`,
    [addSeconds(now, LEASE_SECONDS), state, now, now, limit],
  );
  return rows.map(({ order_id }) => order_id);
}
