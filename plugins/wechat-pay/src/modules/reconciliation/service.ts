import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import type { Context, InferTypeOf } from "@medusajs/framework/types";
import {
  generateEntityId,
  InjectManager,
  MedusaContext,
  MedusaService,
} from "@medusajs/framework/utils";
import { addSeconds, execute, fromFen, invariantBroken, type Fen } from "@mall/kernel";
import { ReconciliationErrors } from "./errors";
import { ReconciliationDifference } from "./models/reconciliation-difference";
import { ReconciliationRun } from "./models/reconciliation-run";
import type { Difference, Totals } from "./rules";

export type ReconciliationRunDTO = InferTypeOf<typeof ReconciliationRun>;
export type ReconciliationDifferenceDTO = InferTypeOf<typeof ReconciliationDifference>;

/** What a run found, of both sides. */
export interface Outcome {
  ourPayments: Totals;
  theirPayments: Totals;
  ourRefunds: Totals;
  theirRefunds: Totals;
  movements: { count: number; incomeFen: Fen; expenseFen: Fen };
}

/** A process's right to a run, until another one took it over. */
export interface Lease {
  id: string;
  billDate: string;
  attempt: number;
}

/** Longer than WeChat takes to hand out a bill, which is the longest time without a sign of life. */
const LEASE_SECONDS = 300;
const MOST_ATTEMPTS = 3;
const INTERRUPTED = "Its process ended several times before it was done";

type DatabaseContext = Context<EntityManager>;

/** Runs and their differences. Every change of state is one conditional statement. */
export class ReconciliationModuleService extends MedusaService({
  ReconciliationRun,
  ReconciliationDifference,
}) {
  /**
   * A new run of a day, which a process may take.
   *
   * @throws reconciliation.already_running
   */
  @InjectManager()
  async begin(
    date: string,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<ReconciliationRunDTO> {
    const [row] = await execute(
      context,
      `INSERT INTO reconciliation_run (id, bill_date, run_number, started_at, leased_until)
       SELECT ?, ?, coalesce(max(run_number), 0) + 1, ?::timestamptz, ?::timestamptz
       FROM reconciliation_run WHERE bill_date = ? ON CONFLICT DO NOTHING RETURNING id`,
      [generateEntityId(undefined, "recon"), date, now, now, date],
    );
    if (row === undefined) throw ReconciliationErrors.already_running(date);
    return this.runOf(String(row.id), context);
  }

  /** @throws reconciliation.not_found */
  async runOf(id: string, context: DatabaseContext = {}): Promise<ReconciliationRunDTO> {
    const [run] = await this.listReconciliationRuns({ id }, {}, context);
    if (run === undefined) throw ReconciliationErrors.not_found(id);
    return run;
  }

  /** Takes a run that no process has, or that its process left unfinished. */
  @InjectManager()
  async take(
    id: string,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<Lease | undefined> {
    const [row] = await execute(
      context,
      `UPDATE reconciliation_run SET leased_until = ?, attempts = attempts + 1
       WHERE id = ? AND state = 'running' AND leased_until <= ? AND attempts < ?
       RETURNING bill_date, attempts`,
      [addSeconds(now, LEASE_SECONDS), id, now, MOST_ATTEMPTS],
    );
    return row && { id, billDate: String(row.bill_date), attempt: Number(row.attempts) };
  }

  /** Runs that no process has; gives up those that too many processes died of. */
  @InjectManager()
  async abandoned(
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<ReconciliationRunDTO[]> {
    await execute(
      context,
      `UPDATE reconciliation_run SET state = 'failed', error = ?, finished_at = ?,
         leased_until = NULL, updated_at = ?
       WHERE state = 'running' AND leased_until <= ? AND attempts >= ?`,
      [INTERRUPTED, now, now, now, MOST_ATTEMPTS],
    );
    return this.listReconciliationRuns(
      { state: "running", leased_until: { $lte: now } },
      {},
      context,
    );
  }

  /** A sign of life. Throws when another process has the run by now. */
  @InjectManager()
  async extend(
    lease: Lease,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    const rows = await execute(
      context,
      `UPDATE reconciliation_run SET leased_until = ?
       WHERE id = ? AND state = 'running' AND attempts = ? RETURNING id`,
      [addSeconds(now, LEASE_SECONDS), lease.id, lease.attempt],
    );
    if (rows.length === 0) throw invariantBroken(`Reconciliation ${lease.id} was taken over`);
  }

  /** Keeps differences; one that is there already stays as it is. */
  @InjectManager()
  async recordDifferences(
    runId: string,
    differences: readonly Difference[],
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    if (differences.length === 0) return;
    const rows = differences.map((difference) => rowOf(difference));
    await execute(
      context,
      `INSERT INTO reconciliation_difference (id, run_id, class, kind, bill, out_trade_no,
         out_refund_no, transaction_id, order_id, our_amount, raw_our_amount, their_amount,
         raw_their_amount, our_state, their_state)
       SELECT d.id, ?, d.class, d.kind, d.bill, d.out_trade_no, d.out_refund_no, d.transaction_id,
         d.order_id, d.our_amount, d.raw_our_amount, d.their_amount, d.raw_their_amount,
         d.our_state, d.their_state
       FROM jsonb_to_recordset(?::jsonb) AS d (id text, class text, kind text, bill text,
         out_trade_no text, out_refund_no text, transaction_id text, order_id text,
         our_amount numeric, raw_our_amount jsonb, their_amount numeric, raw_their_amount jsonb,
         our_state text, their_state text)
       ON CONFLICT DO NOTHING`,
      [runId, JSON.stringify(rows)],
    );
  }

  /** What became of a difference, and whose order it is about. */
  @InjectManager()
  async resolveDifference(
    id: string,
    { resolution, orderId }: { resolution: "repaired" | "queued"; orderId: string | undefined },
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE reconciliation_difference SET resolution = ?, order_id = coalesce(?, order_id),
         updated_at = now() WHERE id = ? AND resolution = 'none'`,
      [resolution, orderId ?? null, id],
    );
  }

  /** Forgets what an attempt found that did not come to its end. */
  @InjectManager()
  async forget(runId: string, @MedusaContext() context: DatabaseContext = {}): Promise<void> {
    await execute(context, `DELETE FROM reconciliation_difference WHERE run_id = ?`, [runId]);
  }

  /** running → matched or differences, by what was recorded. */
  @InjectManager()
  async finish(
    lease: Lease,
    outcome: Outcome,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    const { ourPayments, theirPayments, ourRefunds, theirRefunds, movements } = outcome;
    const totals = {
      our_payment_total: ourPayments.sumFen,
      their_payment_total: theirPayments.sumFen,
      our_refund_total: ourRefunds.sumFen,
      their_refund_total: theirRefunds.sumFen,
      income_total: movements.incomeFen,
      expense_total: movements.expenseFen,
    };
    const sums = Object.keys(totals).map((column) => `${column} = ?, raw_${column} = ?`);
    const rows = await execute(
      context,
      `UPDATE reconciliation_run SET our_payment_count = ?, their_payment_count = ?,
         our_refund_count = ?, their_refund_count = ?, movement_count = ?, ${sums.join(", ")},
         difference_count = found.count,
         state = CASE WHEN found.count = 0 THEN 'matched' ELSE 'differences' END,
         finished_at = ?, leased_until = NULL, updated_at = ?
       FROM (SELECT count(*)::int AS count FROM reconciliation_difference WHERE run_id = ?) AS found
       WHERE id = ? AND state = 'running' AND attempts = ? RETURNING id`,
      [
        ourPayments.count,
        theirPayments.count,
        ourRefunds.count,
        theirRefunds.count,
        movements.count,
        ...Object.values(totals).flatMap((sum) => [fromFen(sum), JSON.stringify(rawAmount(sum))]),
        now,
        now,
        lease.id,
        lease.id,
        lease.attempt,
      ],
    );
    if (rows.length === 0) throw invariantBroken(`Reconciliation ${lease.id} was taken over`);
  }

  /** running → failed, unless another process has it by now. */
  @InjectManager()
  async fail(
    lease: Lease,
    error: string,
    now: Date,
    @MedusaContext() context: DatabaseContext = {},
  ): Promise<void> {
    await execute(
      context,
      `UPDATE reconciliation_run SET state = 'failed', error = ?, finished_at = ?,
         leased_until = NULL, updated_at = ?,
         difference_count = (SELECT count(*) FROM reconciliation_difference WHERE run_id = ?)
       WHERE id = ? AND state = 'running' AND attempts = ?`,
      [error, now, now, lease.id, lease.id, lease.attempt],
    );
  }
}

/** What Medusa keeps beside an amount. */
function rawAmount(amount: Fen): { value: string; precision: number } {
  return { value: fromFen(amount), precision: 20 };
}

function rowOf({ class: kind, bill, ours, theirs }: Difference): Record<string, unknown> {
  const entry = theirs ?? ours;
  if (entry === undefined) throw invariantBroken("A difference of nothing");
  return {
    id: generateEntityId(undefined, "redif"),
    class: kind,
    kind: entry.kind,
    bill,
    out_trade_no: entry.outTradeNo,
    out_refund_no: entry.kind === "refund" ? entry.number : null,
    transaction_id: theirs?.wechatId ?? ours?.wechatId ?? null,
    order_id: ours?.orderId ?? null,
    our_amount: ours ? fromFen(ours.amountFen) : null,
    raw_our_amount: ours ? rawAmount(ours.amountFen) : null,
    their_amount: theirs ? fromFen(theirs.amountFen) : null,
    raw_their_amount: theirs ? rawAmount(theirs.amountFen) : null,
    our_state: ours?.state ?? null,
    their_state: theirs?.state ?? null,
  };
}
