import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import type { Context, InferTypeOf } from "@medusajs/framework/types";
import {
  generateEntityId,
  InjectManager,
  InjectTransactionManager,
  MedusaContext,
  MedusaService,
} from "@medusajs/framework/utils";
import { addSeconds, bigNumberColumns, execute, invariantBroken, type Fen } from "@mall/kernel";
import { AfterSaleErrors } from "./errors";
import { RefundRequest } from "./models/refund-request";
import { RefundRequestEvent } from "./models/refund-request-event";
import { retryDelay, type RequestedItem } from "./rules";
import {
  transitions,
  workStates,
  type RefundReason,
  type RefundRequestState,
  type RefundRequestType,
} from "./transitions";

export type RefundRequestDTO = InferTypeOf<typeof RefundRequest>;
type DatabaseContext = Context<EntityManager>;

export interface AfterSaleOptions {
  /** Days after the last movement of a completed order in which refunds may be asked for. */
  afterSaleDays?: number;
}

export interface NewRefundRequest {
  orderId: string;
  customerId: string;
  type: RefundRequestType;
  amountFen: Fen;
  items: readonly RequestedItem[];
  reason: RefundReason;
  note?: string | undefined;
  images: readonly string[];
}

/** Who does something; the system has no id. */
export interface Actor {
  type: "customer" | "user" | "system";
  id?: string;
}

/** What a transition writes beside the state. */
interface Changes {
  decided_by?: string | null;
  refuse_reason?: string;
  return_id?: string;
  refund_id?: string | null;
  cancels_order?: boolean;
  approved_amount?: string | null;
  raw_approved_amount?: string | null;
  leased_until?: Date | null;
  next_attempt_at?: Date | null;
}

interface Move {
  from: readonly RefundRequestState[];
  to: RefundRequestState;
  actor: Actor;
  reason?: string | undefined;
  changes?: Changes;
}

export const SYSTEM: Actor = { type: "system" };
const DEFAULT_DAYS = 7;
/** How long whoever works on a request has it alone. */
const LEASE_SECONDS = 60;

/** Refund requests: every change of state is one conditional statement and one row of the log. */
export class AfterSaleModuleService extends MedusaService({ RefundRequest, RefundRequestEvent }) {
  /** Days after the last movement of a completed order in which refunds may be asked for. */
  readonly afterSaleDays: number;

  constructor(container: Record<string, unknown>, options: AfterSaleOptions = {}) {
    super(container, options);
    this.afterSaleDays = options.afterSaleDays ?? DEFAULT_DAYS;
  }

  /**
   * Files a request; one that is granted at once is approved by the system in the same breath.
   *
   * @returns its id
   * @throws after_sale.already_open
   */
  @InjectTransactionManager()
  async file(
    request: NewRefundRequest,
    granted: "at_once" | "by_merchant",
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<string> {
    const id = generateEntityId(undefined, "rreq");
    const { value, raw } = bigNumberColumns(request.amountFen);
    const inserted = await execute(
      context,
      `INSERT INTO refund_request (id, order_id, customer_id, type, amount, raw_amount, items, reason,
         note, images, requested_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING RETURNING id`,
      [
        id,
        request.orderId,
        request.customerId,
        request.type,
        value,
        raw,
        JSON.stringify(request.items),
        request.reason,
        request.note ?? null,
        JSON.stringify(request.images),
        now,
      ],
    );
    if (inserted.length === 0) throw AfterSaleErrors.already_open();
    const actor: Actor = { type: "customer", id: request.customerId };
    await log(id, null, { to: "requested", actor }, now, context);
    if (granted === "at_once") {
      await this.approve(id, request.amountFen, SYSTEM, now, { cancelsOrder: true }, context);
    }
    return id;
  }

  /**
   * requested → approved; what needs no return goes on to refunding, so that a crash after this
   * loses nothing.
   *
   * @throws after_sale.request_not_found, after_sale.wrong_state
   */
  @InjectTransactionManager()
  async approve(
    id: string,
    amountFen: Fen,
    actor: Actor,
    now: Date,
    { cancelsOrder = false }: { cancelsOrder?: boolean } = {},
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    const { value, raw } = bigNumberColumns(amountFen);
    const { type } = await this.move(
      id,
      {
        from: ["requested"],
        to: "approved",
        actor,
        changes: {
          decided_by: actor.id ?? null,
          cancels_order: cancelsOrder,
          approved_amount: value,
          raw_approved_amount: raw,
          ...workFrom(now),
        },
      },
      now,
      context,
    );
    if (type !== "refund_only") return;
    await this.move(id, { from: ["approved"], to: "refunding", actor: SYSTEM }, now, context);
  }

  /**
   * Moves a request, once: of several at the same time one succeeds.
   *
   * @throws after_sale.request_not_found, after_sale.wrong_state
   */
  @InjectTransactionManager()
  async move(
    id: string,
    { from, to, actor, reason, changes = {} }: Move,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<{ type: RefundRequestType }> {
    const allowed = from.filter((state) => transitions[state].includes(to));
    if (allowed.length === 0) throw invariantBroken(`Nothing leads from ${from.join()} to ${to}`);
    const columns = Object.entries(changes);
    const assignments = columns.map(([column]) => `, ${column} = ?`).join("");
    const rows = await execute<{ type: RefundRequestType; from_state: RefundRequestState }>(
      context,
      `UPDATE refund_request AS request SET state = ?, updated_at = ?${assignments}
       FROM (SELECT id, state AS from_state FROM refund_request WHERE id = ? FOR UPDATE) AS before
       WHERE request.id = before.id AND from_state IN (${allowed.map(() => "?").join(", ")})
       RETURNING type, from_state`,
      [to, now, ...columns.map(([, value]) => value as unknown), id, ...allowed],
    );
    const [moved] = rows;
    if (moved === undefined) {
      const { state } = await this.requestOf(id, context);
      throw AfterSaleErrors.wrong_state(state);
    }
    await log(id, moved.from_state, { to, actor, reason }, now, context);
    return { type: moved.type };
  }

  /** What the system has to go on with, each for one process. */
  @InjectManager()
  async claimDue(
    now: Date,
    limit: number,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<string[]> {
    const rows = await execute<{ id: string }>(
      context,
      `UPDATE refund_request SET leased_until = ? WHERE id IN (
         SELECT id FROM refund_request WHERE state IN (${workStates.map(() => "?").join(", ")})
           AND (next_attempt_at IS NULL OR next_attempt_at <= ?)
           AND (leased_until IS NULL OR leased_until <= ?)
         ORDER BY next_attempt_at LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING id`,
      [addSeconds(now, LEASE_SECONDS), ...workStates, now, now, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** What was tried failed: it is tried again later. */
  @InjectManager()
  async reschedule(
    id: string,
    problem: string,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    const { attempts } = await this.requestOf(id, context);
    await execute(
      context,
      `UPDATE refund_request SET attempts = attempts + 1, leased_until = NULL, next_attempt_at = ?,
         last_error = ?, updated_at = ?
       WHERE id = ? AND state IN (${workStates.map(() => "?").join(", ")})`,
      [addSeconds(now, retryDelay(attempts)), problem, now, id, ...workStates],
    );
  }

  /** Where the goods are on their way back; may be corrected until they have come. */
  @InjectManager()
  async recordReturnShipment(
    id: string,
    shipment: { carrier: string; trackingNumber: string },
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    const changed = await execute(
      context,
      `UPDATE refund_request SET return_carrier = ?, return_tracking_number = ?, updated_at = ?
       WHERE id = ? AND state = 'awaiting_return' RETURNING id`,
      [shipment.carrier, shipment.trackingNumber, now, id],
    );
    if (changed.length > 0) return;
    const { state } = await this.requestOf(id, context);
    throw AfterSaleErrors.wrong_state(state);
  }

  /** @throws after_sale.request_not_found */
  async requestOf(id: string, context: DatabaseContext = {}): Promise<RefundRequestDTO> {
    const [request] = await this.listRefundRequests({ id }, {}, context);
    if (request === undefined) throw AfterSaleErrors.request_not_found(id);
    return request;
  }
}

/** Whoever began it goes on with it; the job does when nobody did. */
export function workFrom(now: Date): Pick<Changes, "leased_until" | "next_attempt_at"> {
  return { leased_until: addSeconds(now, LEASE_SECONDS), next_attempt_at: now };
}

async function log(
  requestId: string,
  from: RefundRequestState | null,
  { to, actor, reason }: Pick<Move, "to" | "actor" | "reason">,
  now: Date,
  context: DatabaseContext,
): Promise<void> {
  await execute(
    context,
    `INSERT INTO refund_request_event (id, refund_request_id, from_state, to_state, actor_type,
       actor_id, reason, happened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      generateEntityId(undefined, "rreqe"),
      requestId,
      from,
      to,
      actor.type,
      actor.id ?? null,
      reason ?? null,
      now,
    ],
  );
}
