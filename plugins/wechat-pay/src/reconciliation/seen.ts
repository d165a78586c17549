import { fen } from "@mall/kernel";
import type { Difference, Entry, EntryKind, EntryState } from "../modules/reconciliation/rules";
import { differencesOf } from "../modules/reconciliation/rules";
import type { Movement, TradeEntry } from "./entries";
import type { Query } from "./query";

/** What a run has seen of the trade bill, and which movements of money belong to it. */
export interface SeenRows {
  add(entries: readonly TradeEntry[]): Promise<void>;
  addMovements(movements: readonly Movement[]): Promise<void>;
  /** The rows whose movement is missing or is another amount, `limit` of them after `after`. */
  unmoved(
    after: readonly [kind: string, number: string],
    settledBefore: Date,
    limit: number,
  ): Promise<Difference[]>;
  forget(): Promise<void>;
}

interface SeenRow {
  kind: EntryKind;
  number: string;
  out_trade_no: string;
  wechat_id: string;
  state: EntryState;
  moves_fen: string;
  moved_fen: string | null;
}

/** @see SeenRows */
export function seenRows(query: Query, runId: string): SeenRows {
  return {
    async add(entries) {
      await query(
        `INSERT INTO reconciliation_seen (run_id, kind, number, out_trade_no, wechat_id, state,
           traded_at, moves_fen)
         SELECT ?, e.kind, e.number, e."outTradeNo", e."wechatId", e.state, e."tradedAt",
           e."movesFen"
         FROM jsonb_to_recordset(?::jsonb) AS e (kind text, number text, "outTradeNo" text,
           "wechatId" text, state text, "tradedAt" timestamptz, "movesFen" bigint)
         ON CONFLICT DO NOTHING`,
        [runId, JSON.stringify(entries)],
      );
    },
    async addMovements(movements) {
      // Money may move in several parts, also within one batch.
      await query(
        `UPDATE reconciliation_seen AS seen SET moved_fen = coalesce(seen.moved_fen, 0) + m.sum
         FROM (SELECT kind, "wechatId", sum("amountFen")::bigint AS sum
               FROM jsonb_to_recordset(?::jsonb) AS m (kind text, "wechatId" text,
                 "amountFen" bigint)
               GROUP BY kind, "wechatId") AS m
         WHERE seen.run_id = ? AND seen.wechat_id = m."wechatId" AND seen.kind = m.kind`,
        [JSON.stringify(movements), runId],
      );
    },
    async unmoved([kind, number], settledBefore, limit) {
      const rows = await query<SeenRow>(
        `SELECT kind, number, out_trade_no, wechat_id, state, moves_fen, moved_fen
         FROM reconciliation_seen AS seen
         WHERE run_id = ? AND (kind, number) > (?, ?) AND moves_fen > 0
           AND moves_fen IS DISTINCT FROM moved_fen
           AND (moved_fen IS NOT NULL OR traded_at < ?)
         ORDER BY kind, number LIMIT ?`,
        [runId, kind, number, settledBefore, limit],
      );
      return rows.flatMap((row) => differencesOf([traded(row)], moved(row), "fund_flow"));
    },
    async forget() {
      await query(`DELETE FROM reconciliation_seen WHERE run_id = ?`, [runId]);
    },
  };
}

function traded(row: SeenRow): Entry {
  return {
    kind: row.kind,
    number: row.number,
    outTradeNo: row.out_trade_no,
    wechatId: row.wechat_id,
    amountFen: fen(Number(row.moves_fen)),
    state: row.state,
  };
}

function moved(row: SeenRow): Entry[] {
  return row.moved_fen === null ? [] : [{ ...traded(row), amountFen: fen(Number(row.moved_fen)) }];
}
