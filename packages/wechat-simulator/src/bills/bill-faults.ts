import type { Faults, Occasion } from "../faults/faults";

/** How a row of one kind of bill can be wrong. */
export interface Mistakes<Row> {
  overstate: (row: Row) => Row;
  invent: () => Row;
}

/**
 * Lets the faults in force falsify the rows. The summary is made from the result, so the bill is
 * sound in itself and only the books can tell.
 */
export function falsify<Row>(
  faults: Faults,
  occasion: Occasion,
  rows: Row[],
  mistakes: Mistakes<Row>,
): Row[] {
  const missing = faults.strikes("bill_missing_row", occasion);
  const wrong = faults.strikes("bill_wrong_amount", occasion);
  const extra = faults.strikes("bill_extra_row", occasion);
  const changed = rows.map((row, index) => (index === wrong?.row ? mistakes.overstate(row) : row));
  const left = changed.filter((_, index) => index !== missing?.row);
  return extra ? [...left, mistakes.invent()] : left;
}
