import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Books } from "../src/books/books";
import { emptyBooks } from "../src/books/records";
import { fromSnapshot, toSnapshot, type Snapshot } from "../src/books/snapshot";
import { refundMayBecome, type RefundState } from "../src/books/refund-state";
import { mayBecome, type TradeState } from "../src/books/trade-state";
import { Journal } from "../src/journal/journal";
import { operations, perform } from "./support/operations";
import { HandClock } from "./support/shop";

let directory: string;
let files = 0;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "wechat-simulator-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const newPath = (): string => join(directory, `books-${(files += 1)}.journal`);

/** Opens the journal, lets the test work, and tells the state that was reached. */
function withBooks(path: string, compactAbove: number, work: (books: Books) => void): Snapshot {
  const { journal, state } = Journal.open(path, compactAbove);
  const books = new Books(state, journal);
  work(books);
  books.close();
  return toSnapshot(state);
}

const reopened = (path: string): Snapshot => withBooks(path, Infinity, () => undefined);

/** Never, now and then, and after every event. */
const compactions = fc.constantFrom(Number.MAX_SAFE_INTEGER, 3000, 1);

describe("The journal", () => {
  it("tells the very state that was reached, whatever happened and whenever it was compacted", () => {
    fc.assert(
      fc.property(operations, compactions, (steps, compactAbove) => {
        const path = newPath();
        const clock = new HandClock();
        const reached = withBooks(path, compactAbove, (books) => {
          steps.forEach((step) => perform(books, clock, step));
        });
        expect(reopened(path)).toEqual(reached);
      }),
    );
  });

  it("goes on after any number of stops as if there had been none", () => {
    fc.assert(
      fc.property(fc.array(operations, { maxLength: 4 }), (parts) => {
        const path = newPath();
        const clock = new HandClock();
        let expected = reopened(path);
        for (const steps of parts) {
          expect(reopened(path)).toEqual(expected);
          expected = withBooks(path, 2000, (books) => {
            steps.forEach((step) => perform(books, clock, step));
          });
        }
        expect(reopened(path)).toEqual(expected);
      }),
    );
  });

  it("cut off at any byte tells a state that was once reached, and can be written on", () => {
    fc.assert(
      fc.property(operations, fc.double({ min: 0, max: 1, noNaN: true }), (steps, share) => {
        const path = newPath();
        const clock = new HandClock();
        const reached: Snapshot[] = [structuredClone(toSnapshot(emptyBooks()))];
        const { journal, state } = Journal.open(path);
        const books = new Books(state, {
          append: (event) => journal.append(event),
          compact: () => {
            reached.push(structuredClone(toSnapshot(state)));
          },
          close: () => journal.close(),
        });
        steps.forEach((step) => perform(books, clock, step));
        books.close();

        const length = Math.floor(statSync(path).size * share);
        truncateSync(path, length);
        const wholeLines = readFileSync(path, "utf8").split("\n").length - 1;
        const again = withBooks(path, Infinity, (cut) => {
          expect(toSnapshot(cut.state)).toEqual(reached[wholeLines]);
          cut.commit({ type: "signing-mode-set", signing: "mixed" });
        });
        expect(reopened(path)).toEqual(again);
      }),
    );
  });

  it("keeps everything through a snapshot's JSON", () => {
    fc.assert(
      fc.property(operations, (steps) => {
        const books = new Books(emptyBooks());
        const clock = new HandClock();
        steps.forEach((step) => perform(books, clock, step));
        const snapshot = toSnapshot(books.state);
        const carried = JSON.parse(JSON.stringify(snapshot)) as Snapshot;
        expect(fromSnapshot(carried)).toEqual(books.state);
      }),
    );
  });
});

describe("The books", () => {
  it("balance: received is what the paid transactions sum to, refunded what was not closed", () => {
    fc.assert(
      fc.property(operations, (steps) => {
        const books = new Books(emptyBooks());
        const clock = new HandClock();
        for (const step of steps) {
          perform(books, clock, step);
          const { state } = books;
          const paid = [...state.transactions.values()].filter((one) => one.paidAt !== undefined);
          const received = paid.reduce((sum, { total }) => sum + total, 0);
          const open = [...state.refunds.values()].filter(({ status }) => status !== "CLOSED");
          const refunded = open.reduce((sum, { amount }) => sum + amount, 0);
          expect([state.received, state.refunded]).toEqual([received, refunded]);
          expect(state.balance).toBe(received - refunded);
          expect(books.available()).toBeGreaterThanOrEqual(0);
          const payments = [...state.notifications.values()].filter(({ refund }) => !refund);
          expect(payments).toHaveLength(paid.length);
          expect(state.transactionIds.size).toBe(paid.length);
        }
      }),
    );
  });

  it("never refund more of an order than was paid for it, and call it REFUND from the first on", () => {
    fc.assert(
      fc.property(operations, (steps) => {
        const books = new Books(emptyBooks());
        const clock = new HandClock();
        for (const step of steps) {
          perform(books, clock, step);
          const refunds = [...books.state.refunds.values()];
          for (const transaction of books.state.transactions.values()) {
            const own = refunds.filter((one) => one.outTradeNo === transaction.outTradeNo);
            const open = own.filter(({ status }) => status !== "CLOSED");
            const sum = open.reduce((total, { amount }) => total + amount, 0);
            expect(sum).toBeLessThanOrEqual(transaction.total);
            expect(books.refundable(transaction)).toBe(transaction.total - sum);
            expect(transaction.state === "REFUND").toBe(own.length > 0);
          }
        }
      }),
    );
  });

  it("never let a refund go where its state does not lead", () => {
    fc.assert(
      fc.property(operations, (steps) => {
        const books = new Books(emptyBooks());
        const clock = new HandClock();
        let last = new Map<string, RefundState>();
        for (const step of steps) {
          perform(books, clock, step);
          for (const { outRefundNo, status } of books.state.refunds.values()) {
            const before = last.get(outRefundNo) ?? status;
            expect(before === status || refundMayBecome(before, status)).toBe(true);
          }
          last = new Map([...books.state.refunds].map(([number, { status }]) => [number, status]));
        }
      }),
    );
  });

  it("never let a transaction go where its state does not lead", () => {
    fc.assert(
      fc.property(operations, (steps) => {
        const books = new Books(emptyBooks());
        const clock = new HandClock();
        const last = new Map<string, TradeState>();
        for (const step of steps) {
          perform(books, clock, step);
          if (step.kind === "reset") {
            last.clear();
          }
          for (const { outTradeNo, state } of books.state.transactions.values()) {
            const before = last.get(outTradeNo);
            expect(before === undefined || before === state || mayBecome(before, state)).toBe(true);
            last.set(outTradeNo, state);
          }
        }
      }),
    );
  });

  it("never call a delivered notification undelivered, nor repeat it", () => {
    fc.assert(
      fc.property(operations, (steps) => {
        const books = new Books(emptyBooks());
        const clock = new HandClock();
        for (const step of steps) {
          const { notifications } = books.state;
          const before = [...notifications.values()].filter(({ delivered }) => delivered);
          perform(books, clock, step);
          for (const { id } of step.kind === "reset" ? [] : before) {
            expect(notifications.get(id)).toMatchObject({ delivered: true, nextAt: null });
          }
        }
      }),
    );
  });
});
