import { fen } from "@mall/kernel";
import { billDay, isDue, yesterdayOf } from "../src/modules/reconciliation/calendar";
import {
  classOf,
  differencesOf,
  laterStates,
  subjectOf,
  type Entry,
  type EntryState,
} from "../src/modules/reconciliation/rules";
import { BYTE_ORDER_MARK, csvLine } from "../src/reconciliation/csv";

const payment = (changes: Partial<Entry> = {}): Entry => ({
  kind: "payment",
  number: "N1",
  outTradeNo: "N1",
  wechatId: "42",
  amountFen: fen(1990),
  state: "paid",
  ...changes,
});

const refund = (state: EntryState, amount = 500): Entry =>
  payment({ kind: "refund", number: "R1", amountFen: fen(amount), state });

describe("one row of both sides", () => {
  it.each([
    ["in both, the same", payment(), payment(), undefined],
    ["only in the bill", undefined, payment(), "missing_here"],
    ["only with us", payment(), undefined, "missing_there"],
    ["in neither", undefined, undefined, undefined],
    ["with another amount", payment(), payment({ amountFen: fen(1991) }), "amount"],
    ["paid with us and taken back there", payment(), payment({ state: "revoked" }), "status"],
    ["with another amount and state", refund("closed", 1), refund("succeeded", 2), "amount"],
    [
      "a refund on its way that has arrived since",
      refund("succeeded"),
      refund("processing"),
      undefined,
    ],
    ["a refund on its way that failed since", refund("closed"), refund("processing"), undefined],
    ["an abnormal refund that arrived since", refund("succeeded"), refund("abnormal"), undefined],
    [
      "a refund that arrived and is on its way with us",
      refund("processing"),
      refund("succeeded"),
      "status",
    ],
    ["a refund that we have not sent", refund("requested"), refund("processing"), "status"],
    [
      "a refund that arrived there and is closed with us",
      refund("closed"),
      refund("succeeded"),
      "status",
    ],
  ])("%s", (_, ours, theirs, expected) => {
    expect(classOf(ours, theirs)).toBe(expected);
  });

  it("never compares a payment with a refund of the same number", () => {
    const differences = differencesOf([payment()], [{ ...refund("succeeded"), number: "N1" }]);
    expect(differences.map((one) => one.class).sort()).toEqual(["missing_here", "missing_there"]);
  });

  it("is about the same subject in every run, and another one in another bill", () => {
    const [trade] = differencesOf([], [payment()]);
    const [moved] = differencesOf([payment()], [], "fund_flow");
    expect([trade, moved].map((one) => one && subjectOf(one))).toEqual([
      "payment:N1",
      "fund_flow:payment:N1",
    ]);
  });
});

describe("the state of a bill", () => {
  it("agrees with itself, except that a bill knows nothing we have not sent", () => {
    const states = Object.keys(laterStates) as EntryState[];
    expect(states.filter((state) => !laterStates[state].includes(state))).toEqual(["requested"]);
  });
});

describe("a day", () => {
  const now = new Date("2026-11-27T12:00:00Z");

  it("is the day in Shanghai", () => {
    expect(billDay("2026-11-26", now)).toEqual({
      date: "2026-11-26",
      from: new Date("2026-11-25T16:00:00Z"),
      until: new Date("2026-11-26T16:00:00Z"),
    });
  });

  it("that is not over ends a second ago", () => {
    expect(billDay("2026-11-27", now).until).toEqual(new Date("2026-11-27T11:59:59Z"));
  });

  it.each([
    ["2026-02-30", "invalid_date"],
    ["2026-1-1", "invalid_date"],
    ["", "invalid_date"],
    ["2026-11-26T00:00:00", "invalid_date"],
    ["2026-11-28", "date_in_future"],
    ["2026-08-01", "date_too_old"],
  ])("such as %s is refused as %s", (date, code) => {
    expect(() => billDay(date, now)).toThrow(
      expect.objectContaining({ code: `reconciliation.${code}` }) as Error,
    );
  });

  it.each([
    ["02:29", [], false],
    ["02:30", [], true],
    ["15:59", [{ state: "failed" }, { state: "failed" }], true],
    ["09:00", [{ state: "failed" }, { state: "matched" }], false],
    ["09:00", [{ state: "differences" }], false],
    ["09:00", [{ state: "running" }], false],
  ])("is compared by itself at %s with %j: %s", (time, runs, due) => {
    expect(isDue(runs, new Date(`2026-11-27T${time}:00Z`))).toBe(due);
  });

  it("before today is yesterday in Shanghai, also late in the evening of UTC", () => {
    expect(yesterdayOf(new Date("2026-11-27T02:30:00Z"))).toBe("2026-11-26");
    expect(yesterdayOf(new Date("2026-11-27T16:30:00Z"))).toBe("2026-11-27");
  });
});

describe("a line for a spreadsheet", () => {
  it.each([
    [["a", 1, null], "a,1,\r\n"],
    [["a,b", 'c"d', "e\nf"], '"a,b","c""d","e\nf"\r\n'],
    [["=1+1", "+1", "-1", "@x"], "'=1+1,'+1,'-1,'@x\r\n"],
    [['=HYPERLINK("a","b")'], '"\'=HYPERLINK(""a"",""b"")"\r\n'],
  ])("of %j is %j", (values, line) => {
    expect(csvLine(values)).toBe(line);
  });

  it("comes after the mark by which Excel knows UTF-8", () => {
    expect([...Buffer.from(BYTE_ORDER_MARK)]).toEqual([0xef, 0xbb, 0xbf]);
  });
});
