import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Books } from "../src/books/books";
import type { BooksEvent } from "../src/books/events";
import { assertBalanced, BooksError } from "../src/books/legality";
import { emptyBooks } from "../src/books/records";
import { refundStates, refundTransitions, type RefundState } from "../src/books/refund-state";
import { tradeStates, transitions, type TradeState } from "../src/books/trade-state";
import { Journal } from "../src/journal/journal";
import { JournalError } from "../src/journal/lines";
import { prepay } from "../src/trade/prepay";
import { findPayable, pay } from "../src/trade/pay";
import { acceptRefund, settleRefund } from "../src/trade/refund";
import { HandClock } from "./support/shop";

const now = new HandClock().now();

function order(books: Books, outTradeNo = "order-1", total = 100): string {
  const request = {
    outTradeNo,
    openid: "oPayer",
    description: "橙",
    total,
    notifyUrl: "https://shop.example.cn/n",
    fingerprint: "same",
  };
  const result = prepay(books, request, now);
  if ("refused" in result) {
    throw new Error(result.refused);
  }
  return result.prepayId;
}

function payFor(books: Books, prepayId: string): BooksEvent {
  const found = findPayable(books, prepayId, "oPayer", now);
  if ("refused" in found) {
    throw new Error(found.refused);
  }
  const notification = pay(books, found.transaction, now, { lost: false, firstAt: now });
  const { outTradeNo, transactionId = "", paidAt = "" } = found.transaction;
  return { type: "paid", outTradeNo, transactionId, at: paidAt, notification };
}

describe("The states of a transaction", () => {
  it("are all reached from NOTPAY, and CLOSED and REFUND are final", () => {
    const reached = new Set<TradeState>(["NOTPAY"]);
    for (const state of reached) {
      transitions[state].forEach((next) => reached.add(next));
    }
    expect([...reached].sort()).toEqual([...tradeStates].sort());
    expect(tradeStates.filter((state) => transitions[state].length === 0)).toEqual([
      "CLOSED",
      "REFUND",
    ]);
  });
});

describe("The states of a refund", () => {
  it("are all reached from PROCESSING, and SUCCESS and CLOSED are final", () => {
    const reached = new Set<RefundState>(["PROCESSING"]);
    for (const state of reached) {
      refundTransitions[state].forEach((next) => reached.add(next));
    }
    expect([...reached].sort()).toEqual([...refundStates].sort());
    expect(refundStates.filter((state) => refundTransitions[state].length === 0)).toEqual([
      "SUCCESS",
      "CLOSED",
    ]);
  });
});

describe("The books", () => {
  it("refuse a refund of more than was paid or than there is, and a second end of it", () => {
    const books = new Books(emptyBooks());
    payFor(books, order(books));
    const accept = (outRefundNo: string, amount: number) => {
      const transaction = books.transaction("order-1")!;
      const request = { outTradeNo: "order-1", outRefundNo, amount, total: 100 };
      const plan = { outcome: "SUCCESS", dueAt: now } as const;
      return acceptRefund(books, transaction, request, now, plan);
    };
    const refund = accept("refund-1", 60);
    expect(() => accept("refund-1", 1)).toThrow("out_refund_no is in use");
    expect(() => accept("refund-2", 41)).toThrow("More than was paid");
    expect(() => accept("refund-2", 0)).toThrow("positive number of fen");
    const at = now.toISOString();
    books.commit({ type: "balance-adjusted", adjustment: { at, amount: -30 } });
    expect(() => accept("refund-2", 11)).toThrow("balance is too low");
    settleRefund(books, refund, "SUCCESS", now);
    expect(() => settleRefund(books, refund, "CLOSED", now)).toThrow("from SUCCESS to CLOSED");
    expect(books.state).toMatchObject({ received: 100, refunded: 60, balance: 40 });
    expect(books.available()).toBe(10);
  });

  it("refuse to be paid twice, closed when paid, or paid when closed", () => {
    const books = new Books(emptyBooks());
    const paid = payFor(books, order(books));
    order(books, "order-2");
    books.commit({ type: "closed", outTradeNo: "order-2", at: now.toISOString() });
    expect(() => books.commit(paid)).toThrow(BooksError);
    expect(() =>
      books.commit({ type: "closed", outTradeNo: "order-1", at: now.toISOString() }),
    ).toThrow("cannot go from SUCCESS to CLOSED");
    expect(() => books.commit({ ...paid, outTradeNo: "order-2" } as BooksEvent)).toThrow(
      "cannot go from CLOSED to SUCCESS",
    );
    expect(books.state.received).toBe(100);
  });

  it.each([0, -1, 0.5, 2 ** 53])("refuse a total of %d fen", (total) => {
    expect(() => order(new Books(emptyBooks()), "order-1", total)).toThrow(
      "positive number of fen",
    );
  });

  it("say loudly when received − refunded is not the balance", () => {
    expect(() => {
      assertBalanced({ ...emptyBooks(), received: 100, balance: 99 });
    }).toThrow("do not balance");
  });

  it("never give a transaction_id twice, not even over a reset", () => {
    const books = new Books(emptyBooks());
    const ids = new Set<string>();
    for (let round = 0; round < 200; round += 1) {
      payFor(books, order(books));
      ids.add(books.transaction("order-1")?.transactionId ?? "");
      books.commit({ type: "reset" });
    }
    expect(ids.size).toBe(200);
  });

  it("do not change when the log cannot keep the event", () => {
    const books = new Books(emptyBooks(), {
      append: () => {
        throw new Error("disk full");
      },
      compact: () => undefined,
      close: () => undefined,
    });
    expect(() => order(books)).toThrow("disk full");
    expect(books.state.transactions.size).toBe(0);
  });
});

describe("The journal file", () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "wechat-simulator-"));
    path = join(directory, "books.journal");
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function write(count: number, compactAbove?: number): void {
    const { journal, state } = Journal.open(path, compactAbove);
    const books = new Books(state, journal);
    for (let nth = 0; nth < count; nth += 1) {
      payFor(books, order(books, `order-${books.state.transactions.size}`));
    }
    books.close();
  }

  it("can be read by its owner only", () => {
    write(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("damaged before its last line is refused with the line's number", () => {
    write(2);
    const lines = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, [lines[0], "{half", ...lines.slice(2)].join("\n"));
    expect(() => Journal.open(path)).toThrow(JournalError);
    expect(() => Journal.open(path)).toThrow("line 2 is damaged");
  });

  it("with a line missing is refused, because the rest no longer fits", () => {
    write(2);
    const lines = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, lines.slice(1).join("\n"));
    expect(() => Journal.open(path)).toThrow("line 1 is damaged: No transaction order-0");
  });

  it("is compacted only when it has doubled, and grows no faster than the state", () => {
    write(60, 4000);
    const compacted = statSync(path).size;
    write(0, 4000);
    expect(statSync(path).size).toBe(compacted);
    expect(readFileSync(path, "utf8").startsWith('{"type":"snapshot"')).toBe(true);
    const { state } = Journal.open(path);
    expect(state.transactions.size).toBe(60);
  });

  it("that cannot be compacted goes on in the old file and says so", () => {
    write(3);
    mkdirSync(`${path}.tmp`);
    const said = jest.spyOn(console, "error").mockImplementation(() => undefined);
    write(5, 1);
    expect(said).toHaveBeenCalledWith(
      expect.stringContaining("could not be compacted"),
      expect.anything(),
    );
    said.mockRestore();
    expect(Journal.open(path).state.transactions.size).toBe(8);
  });

  it("keeps the old file when a crash leaves an unfinished compaction beside it", () => {
    write(3);
    writeFileSync(`${path}.tmp`, '{"type":"snapshot","snap');
    expect(Journal.open(path).state.transactions.size).toBe(3);
  });
});
