import {
  type BillKind,
  type BillRows,
  createBillReader,
  type FundFlowBillRow,
  type TradeBillRow,
  WechatMalformedError,
} from "@mall/wechat";
import fc from "fast-check";
import { fundFlowBill, movement, payment, refund, tradeBill } from "./fixture/bill";

function read<Kind extends BillKind>(kind: Kind, bill: Buffer): BillRows[Kind][] {
  const reader = createBillReader(kind);
  const lines = bill.toString("utf8").replace("\uFEFF", "").split("\r\n");
  const rows = lines.map((text) => reader.line(text));
  reader.end();
  return rows.filter((row) => row !== undefined);
}

const fen = fc.nat(2_000_000_000);
const time = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2037-12-31"), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}+08:00`);
/** Anything but a line break, which WeChat takes out. */
const oneLine = fc
  .string({ unit: "grapheme", maxLength: 40 })
  .map((text) => text.replace(/[\r\n]/g, " "));
const awkward = fc
  .array(fc.constantFrom(",", "`", ",`", "苹果", '"', "总交易单数", " "), { maxLength: 8 })
  .map((parts) => parts.join(""));
const product = fc.oneof(oneLine, awkward);
/** Without the separator: which of two texts a second one belongs to cannot be told. */
const attach = fc
  .oneof(oneLine, fc.constant('{"cart":1,"note":"a, b"}'), fc.constant(undefined))
  .map((text) => text?.replaceAll(",`", ",") || undefined);
const number = fc.stringMatching(/^[1-9][0-9A-Za-z_-]{5,27}$/);

const tradeRow: fc.Arbitrary<TradeBillRow> = fc.oneof(
  fc
    .record({
      tradedAt: time,
      outTradeNo: number,
      settlementFen: fen,
      couponFen: fen,
      totalFen: fen,
      feeMilliFen: fc.nat(1_000_000_000),
      productName: product,
      attach,
    })
    .map(payment),
  fc
    .record({
      tradedAt: time,
      outRefundNo: number,
      refundFen: fen,
      couponRefundFen: fen,
      requestedRefundFen: fen,
      feeMilliFen: fc.integer({ min: -1_000_000_000, max: 0 }),
      productName: product,
    })
    .map(refund),
);

const flowRow: fc.Arbitrary<FundFlowBillRow> = fc
  .record({
    bookedAt: time,
    direction: fc.constantFrom("income" as const, "expense" as const),
    amountFen: fen,
    balanceFen: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
    note: product.map((text) => text || undefined),
    voucherId: fc.option(number, { nil: undefined }),
  })
  .map(movement);

describe("a bill that WeChat wrote", () => {
  it("is read as it was meant, to the fen, whatever its texts hold", () => {
    fc.assert(
      fc.property(fc.array(tradeRow, { maxLength: 20 }), (rows) => {
        expect(read("trade", tradeBill(rows))).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  it("is read as it was meant when it is of movements", () => {
    fc.assert(
      fc.property(fc.array(flowRow, { maxLength: 20 }), (rows) => {
        expect(read("fund_flow", fundFlowBill(rows))).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  it("is refused when any one of its rows is missing or doubled", () => {
    fc.assert(
      fc.property(
        fc.array(tradeRow, { minLength: 1, maxLength: 10 }),
        fc.nat(),
        fc.boolean(),
        (rows, at, isDoubled) => {
          const lines = tradeBill(rows).toString("utf8").split("\r\n");
          const index = 1 + (at % rows.length);
          lines.splice(index, 1, ...(isDoubled ? [lines[index] ?? "", lines[index] ?? ""] : []));
          expect(() => read("trade", Buffer.from(lines.join("\r\n")))).toThrow(
            WechatMalformedError,
          );
        },
      ),
    );
  });

  it("is refused when any digit of its summary, or of an amount it sums up, is another", () => {
    const rows = [payment(), refund()];
    const text = tradeBill(rows).toString("utf8");
    const [, paid, refunded, , summary] = text.split("\r\n");
    const spots = [
      ["`29.90,`0.00,`0,`0", paid],
      ["`9.90,`0.00,`ORIGINAL", refunded],
      ["`-0.05940", refunded],
      [summary, summary],
    ] as const;
    const digits = spots.flatMap(([part = "", whole = ""]) => {
      const start = text.indexOf(whole) + whole.indexOf(part);
      const end = start + (part.startsWith("`29.90,`0.00,") ? 6 : part.length);
      return Array.from({ length: end - start }, (_, offset) => start + offset).filter((at) =>
        /[0-9]/.test(text.charAt(at)),
      );
    });
    expect(digits.length).toBeGreaterThan(30);
    for (const at of digits) {
      const other = String((Number(text.charAt(at)) + 1) % 10);
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      expect(() => read("trade", Buffer.from(changed))).toThrow(WechatMalformedError);
    }
  });
});
