import { addMinutes, fen } from "@mall/kernel";
import type { FundFlowBillRow, TradeBillRow } from "@mall/wechat";
import type { BillDay } from "../modules/reconciliation/calendar";
import {
  addEntries,
  differencesOf,
  type Difference,
  type Totals,
} from "../modules/reconciliation/rules";
import type { Outcome } from "../modules/reconciliation/service";
import type { Bills } from "./bills";
import type { OurBooks } from "./books";
import { entryOf, movementOf, type Movement } from "./entries";
import type { SeenRows } from "./seen";

const BATCH = 1000;
/** A payment of the last minutes of a day may move its money on the next one. */
const BOOKED_WITHIN_MINUTES = 5;
const none: Totals = { count: 0, sumFen: fen(0) };

export interface Comparison {
  runId: string;
  day: BillDay;
  bills: Bills;
  books: readonly OurBooks[];
  seen: SeenRows;
  /** Takes differences as they are found; called once per batch, also with none. */
  found: (differences: Difference[]) => Promise<void>;
}

/**
 * Compares the books of a day with its bills: row by row, then what the bill lacks, then the
 * movements of money. Holds a thousand rows at a time, however many there are.
 */
export async function compareDay(comparison: Comparison): Promise<Outcome> {
  const theirs = await compareTrades(comparison);
  await findUnseen(comparison);
  const movements = await readMovements(comparison);
  await findUnmoved(comparison);
  const ours = { payment: none, refund: none };
  for (const books of comparison.books) ours[books.kind] = await books.totals(comparison.day);
  return { ...theirs, ourPayments: ours.payment, ourRefunds: ours.refund, movements };
}

async function compareTrades({ bills, books, seen, found }: Comparison) {
  let theirPayments = none;
  let theirRefunds = none;
  for await (const rows of batchesOf<TradeBillRow>(bills.trade)) {
    const theirs = rows.map(entryOf);
    await seen.add(theirs);
    const ours = await Promise.all(
      books.map((each) =>
        each.find(theirs.filter(({ kind }) => kind === each.kind).map(({ number }) => number)),
      ),
    );
    await found(differencesOf(ours.flat(), theirs));
    theirPayments = addEntries(theirPayments, theirs, "payment");
    theirRefunds = addEntries(theirRefunds, theirs, "refund");
  }
  return { theirPayments, theirRefunds };
}

async function findUnseen({ runId, day, books, found }: Comparison): Promise<void> {
  for (const each of books) {
    for (let after = ""; ; ) {
      const entries = await each.unseen(runId, day, after, BATCH);
      await found(differencesOf(entries, []));
      const last = entries.at(-1);
      if (last === undefined) break;
      after = last.number;
    }
  }
}

async function readMovements({ bills, seen, found }: Comparison) {
  const sums = { income: fen(0), expense: fen(0) };
  let count = 0;
  for await (const rows of batchesOf<FundFlowBillRow>(bills.fundFlow)) {
    const movements = rows.map(movementOf).filter((one): one is Movement => one !== undefined);
    await seen.addMovements(movements);
    await found([]);
    for (const { direction, amountFen } of rows) {
      sums[direction] = fen(sums[direction] + amountFen);
    }
    count += rows.length;
  }
  return { count, incomeFen: sums.income, expenseFen: sums.expense };
}

async function findUnmoved({ day, seen, found }: Comparison): Promise<void> {
  const settledBefore = addMinutes(day.until, -BOOKED_WITHIN_MINUTES);
  for (let after: [string, string] = ["", ""]; ; ) {
    const differences = await seen.unmoved(after, settledBefore, BATCH);
    await found(differences);
    const last = differences.at(-1)?.ours;
    if (last === undefined) break;
    after = [last.kind, last.number];
  }
}

async function* batchesOf<Row>(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
