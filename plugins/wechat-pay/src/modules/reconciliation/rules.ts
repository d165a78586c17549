import { type Fen, fen } from "@mall/kernel";

export const entryKinds = ["payment", "refund"] as const;
export const differenceClasses = ["missing_here", "missing_there", "amount", "status"] as const;
export const billNames = ["trade", "fund_flow"] as const;

export type EntryKind = (typeof entryKinds)[number];
export type DifferenceClass = (typeof differenceClasses)[number];
export type BillName = (typeof billNames)[number];

export type EntryState =
  /** Of a payment. */
  | "paid"
  | "revoked"
  /** Of a refund; `requested` is one that we have not sent to WeChat. */
  | "requested"
  | "processing"
  | "succeeded"
  | "abnormal"
  | "closed";

/** A payment or a refund, as our books or WeChat's bill have it. */
export interface Entry {
  kind: EntryKind;
  /** `out_trade_no` of a payment, `out_refund_no` of a refund: what both sides know it by. */
  number: string;
  outTradeNo: string;
  /** WeChat's number of the payment or refund. */
  wechatId: string | undefined;
  orderId?: string | undefined;
  amountFen: Fen;
  state: EntryState;
}

export interface Difference {
  class: DifferenceClass;
  bill: BillName;
  ours: Entry | undefined;
  theirs: Entry | undefined;
}

/**
 * What a row of the bill may have become since. A bill tells the state at the end of its day and
 * is never written again, so a refund that was on its way then may be anything now.
 */
export const laterStates: Record<EntryState, readonly EntryState[]> = {
  paid: ["paid"],
  revoked: ["revoked"],
  requested: [],
  processing: ["processing", "succeeded", "abnormal", "closed"],
  succeeded: ["succeeded"],
  // The merchant gives another account, and it is processed again.
  abnormal: ["abnormal", "processing", "succeeded"],
  closed: ["closed"],
};

/** How one row differs, or undefined where both sides agree. An amount weighs more than a state. */
export function classOf(
  ours: Entry | undefined,
  theirs: Entry | undefined,
): DifferenceClass | undefined {
  if (ours === undefined) return theirs && "missing_here";
  if (theirs === undefined) return "missing_there";
  if (ours.amountFen !== theirs.amountFen) return "amount";
  return laterStates[theirs.state].includes(ours.state) ? undefined : "status";
}

/**
 * Every row on which the two lists do not agree, at most once. The lists may be parts of the books,
 * as long as both are the same part.
 */
export function differencesOf(
  ours: readonly Entry[],
  theirs: readonly Entry[],
  bill: BillName = "trade",
): Difference[] {
  const ourEntries = byKey(ours);
  const theirEntries = byKey(theirs);
  const keys = new Set([...theirEntries.keys(), ...ourEntries.keys()]);
  return [...keys].flatMap((key) => {
    const pair = { ours: ourEntries.get(key), theirs: theirEntries.get(key) };
    const kind = classOf(pair.ours, pair.theirs);
    return kind === undefined ? [] : [{ class: kind, bill, ...pair }];
  });
}

export interface Totals {
  count: number;
  sumFen: Fen;
}

/** Adds entries of one kind to a sum. */
export function addEntries(totals: Totals, entries: readonly Entry[], kind: EntryKind): Totals {
  return entries
    .filter((entry) => entry.kind === kind)
    .reduce(
      ({ count, sumFen }, entry) => ({ count: count + 1, sumFen: fen(sumFen + entry.amountFen) }),
      totals,
    );
}

/** What a difference is about, the same in every run that finds it. */
export function subjectOf({ bill, ours, theirs }: Difference): string {
  const entry = theirs ?? ours;
  const subject = `${entry?.kind ?? ""}:${entry?.number ?? ""}`;
  return bill === "trade" ? subject : `${bill}:${subject}`;
}

function byKey(entries: readonly Entry[]): Map<string, Entry> {
  return new Map(entries.map((entry) => [`${entry.kind}:${entry.number}`, entry]));
}
