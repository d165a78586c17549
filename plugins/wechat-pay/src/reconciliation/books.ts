import { toFen } from "@mall/kernel";
import type { BillDay } from "../modules/reconciliation/calendar";
import type { Entry, EntryKind, Totals } from "../modules/reconciliation/rules";
import { entryOfBooks, type BookRow } from "./entries";
import type { Query } from "./query";

/** Our side of a comparison, for one kind of entry. */
export interface OurBooks {
  readonly kind: EntryKind;
  /** Those of these numbers that we have, of whatever day. */
  find(numbers: readonly string[]): Promise<Entry[]>;
  /** Those of the day that the run has not seen in the bill, `limit` of them, by number. */
  unseen(runId: string, day: BillDay, after: string, limit: number): Promise<Entry[]>;
  /** Number and sum of those of the day. */
  totals(day: BillDay): Promise<Totals>;
}

const PAYMENTS = `SELECT 'payment' AS kind, out_trade_no AS number, out_trade_no,
    transaction_id AS wechat_id, order_id, amount, 'paid' AS state, paid_at AS at
  FROM wechat_payment WHERE state = 'paid' AND deleted_at IS NULL`;

/** Not sent to WeChat yet is `requested`; sent without an answer may be on its way. */
const REFUNDS = `SELECT 'refund' AS kind, out_refund_no AS number, out_trade_no,
    NULL AS wechat_id, order_id, amount,
    CASE state WHEN 'sent' THEN 'processing' ELSE state END AS state, accepted_at AS at
  FROM wechat_refund WHERE deleted_at IS NULL`;

/** Our payments and refunds. A payment that is not paid with us is none. */
export function ourBooks(query: Query): OurBooks[] {
  return [
    books(query, "payment", PAYMENTS, "out_trade_no"),
    books(query, "refund", REFUNDS, "out_refund_no"),
  ];
}

function books(query: Query, kind: EntryKind, select: string, numberColumn: string): OurBooks {
  const entries = async (sql: string, values: readonly unknown[]) =>
    (await query<BookRow>(sql, values)).map(entryOfBooks);
  return {
    kind,
    find: (numbers) =>
      entries(
        `${select} AND ${numberColumn} IN
           (SELECT value FROM jsonb_array_elements_text(?::jsonb) AS value)`,
        [JSON.stringify(numbers)],
      ),
    unseen: (runId, day, after, limit) =>
      entries(
        `SELECT * FROM (${select}) AS ours
         WHERE at >= ? AND at < ? AND number > ? AND NOT EXISTS (
           SELECT 1 FROM reconciliation_seen AS seen
           WHERE seen.run_id = ? AND seen.kind = ours.kind AND seen.number = ours.number)
         ORDER BY number LIMIT ?`,
        [day.from, day.until, after, runId, limit],
      ),
    totals: async (day) => {
      const [row] = await query<{ count: string; sum: string }>(
        `SELECT count(*) AS count, coalesce(sum(amount), 0) AS sum FROM (${select}) AS ours
         WHERE at >= ? AND at < ?`,
        [day.from, day.until],
      );
      return { count: Number(row?.count ?? 0), sumFen: toFen(row?.sum ?? 0) };
    },
  };
}
