import { toFen } from "@mall/kernel";
import fc from "fast-check";
import { evidenceRows } from "../src/exceptions/evidence";

const scalars = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? Object.values(value).reduce((sum: number, one) => sum + scalars(one), 0)
    : 1;

describe("what was seen", () => {
  it("can be shown, whatever it is: every row has a key, and no row says more than was seen", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (seen) => {
        const rows = evidenceRows(seen);
        expect(rows.every(({ key }) => key !== "")).toBe(true);
        // An empty list is said to be empty, which makes a row of nothing.
        expect(rows.filter(({ value }) => value !== null).length).toBeLessThanOrEqual(
          scalars(seen),
        );
      }),
    );
  });

  it("keeps an amount of WeChat to the fen", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (total) => {
        const [row] = evidenceRows({ amount: { total } });
        expect(row?.format).toBe("yuan");
        expect(toFen(row?.value ?? "")).toBe(total === 0 ? 0 : total);
      }),
    );
  });
});
