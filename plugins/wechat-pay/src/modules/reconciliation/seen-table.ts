/**
 * The rows of a trade bill that a run has seen, for as long as it runs: what our books have and the
 * bill has not is found by joining against it, and so is what the fund-flow bill has not. Not
 * logged: a crash of the database ends the run too, and it begins anew.
 */
export const seenTable = [
  `create unlogged table if not exists "reconciliation_seen" ("run_id" text not null, "kind" text not null, "number" text not null, "out_trade_no" text not null, "wechat_id" text not null, "state" text not null, "traded_at" timestamptz not null, "moves_fen" bigint not null, "moved_fen" bigint null, constraint "reconciliation_seen_pkey" primary key ("run_id", "kind", "number"));`,
  `create index if not exists "IDX_reconciliation_seen_wechat_id" on "reconciliation_seen" ("run_id", "wechat_id");`,
] as const;
