import { fen } from "@mall/kernel";
import fc from "fast-check";
import {
  differencesOf,
  laterStates,
  type Difference,
  type Entry,
  type EntryState,
} from "../src/modules/reconciliation/rules";

const paymentStates: EntryState[] = ["paid", "revoked"];
const refundStates: EntryState[] = ["processing", "succeeded", "abnormal", "closed"];
/** Of these a bill and the books can only have the same. */
const finalStates: EntryState[] = ["paid", "revoked", "succeeded", "closed"];

const entry: fc.Arbitrary<Entry> = fc
  .record({
    kind: fc.constantFrom("payment" as const, "refund" as const),
    number: fc.nat(40).map((number) => `N${String(number)}`),
    amount: fc.integer({ min: 1, max: 5_000_000 }),
    state: fc.nat(),
  })
  .map(({ kind, number, amount, state }) => {
    const states = kind === "payment" ? paymentStates : refundStates;
    return {
      kind,
      number,
      outTradeNo: number,
      wechatId: number,
      amountFen: fen(amount),
      state: states[state % states.length] ?? "paid",
    };
  });

const keyOf = ({ kind, number }: Entry) => `${kind}:${number}`;
const books = fc.uniqueArray(entry, { selector: keyOf, maxLength: 40 });
const finalBooks = books.map((entries) =>
  entries.filter(({ state }) => finalStates.includes(state)),
);

const keysOf = (differences: Difference[]) =>
  differences.map(({ class: kind, ours, theirs }) => {
    const one = theirs ?? ours;
    return `${kind} ${one ? keyOf(one) : ""}`;
  });

describe("books that agree", () => {
  it("have no difference, in whatever order they are", () => {
    fc.assert(
      fc.property(books, (theirs) => {
        expect(differencesOf([...theirs].reverse(), theirs)).toEqual([]);
      }),
    );
  });

  it("have none either when refunds went on since the bill was written", () => {
    fc.assert(
      fc.property(books, fc.nat(), (theirs, choice) => {
        const ours = theirs.map((one) => {
          const later = laterStates[one.state];
          return { ...one, state: later[choice % later.length] ?? one.state };
        });
        expect(differencesOf(ours, theirs)).toEqual([]);
      }),
    );
  });
});

describe("books that differ", () => {
  /** What is done to each row of books that agreed, and what has to be found of it. */
  const mistakes = ["none", "missing_here", "missing_there", "amount", "status"] as const;

  it("show every mistake, as what it is, and nothing else", () => {
    fc.assert(
      fc.property(
        finalBooks,
        fc.array(fc.constantFrom(...mistakes), { minLength: 40, maxLength: 40 }),
        (rows, plan) => {
          const ours: Entry[] = [];
          const theirs: Entry[] = [];
          const expected: string[] = [];
          rows.forEach((row, index) => {
            const mistake = plan[index] ?? "none";
            if (mistake !== "none") expected.push(`${mistake} ${keyOf(row)}`);
            if (mistake !== "missing_here") ours.push(changed(row, mistake));
            if (mistake !== "missing_there") theirs.push(row);
          });
          expect(keysOf(differencesOf(ours, theirs)).sort()).toEqual(expected.sort());
        },
      ),
    );
  });

  it("show the mirror image when the sides are exchanged", () => {
    fc.assert(
      fc.property(finalBooks, finalBooks, (one, other) => {
        const mirrored = differencesOf(other, one).map((difference) => ({
          ...difference,
          class: {
            missing_here: "missing_there",
            missing_there: "missing_here",
            amount: "amount",
            status: "status",
          }[difference.class],
          ours: difference.theirs,
          theirs: difference.ours,
        }));
        const sorted = (differences: unknown[]) =>
          differences.map((each) => JSON.stringify(each)).sort();
        expect(sorted(mirrored)).toEqual(sorted(differencesOf(one, other)));
      }),
    );
  });

  it("show the same differences batch by batch as at once", () => {
    fc.assert(
      fc.property(books, books, fc.integer({ min: 1, max: 7 }), (ours, theirs, size) => {
        const seen = new Set(theirs.map(keyOf));
        const batches = Array.from({ length: Math.ceil(theirs.length / size) }, (_, index) =>
          theirs.slice(index * size, (index + 1) * size),
        );
        const found = [
          ...batches.flatMap((batch) => {
            const keys = new Set(batch.map(keyOf));
            return differencesOf(
              ours.filter((each) => keys.has(keyOf(each))),
              batch,
            );
          }),
          ...differencesOf(
            ours.filter((each) => !seen.has(keyOf(each))),
            [],
          ),
        ];
        expect(keysOf(found).sort()).toEqual(keysOf(differencesOf(ours, theirs)).sort());
      }),
    );
  });
});

function changed(row: Entry, mistake: string): Entry {
  if (mistake === "amount") return { ...row, amountFen: fen(row.amountFen + 1) };
  if (mistake !== "status") return row;
  const other: Partial<Record<EntryState, EntryState>> = {
    paid: "revoked",
    revoked: "paid",
    succeeded: "closed",
    closed: "succeeded",
  };
  return { ...row, state: other[row.state] ?? row.state };
}
