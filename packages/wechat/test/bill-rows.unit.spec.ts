import { createBillReader, WechatMalformedError } from "@mall/wechat";
import { payment, TRADE_HEADER, TRADE_SUMMARY_HEADER, tradeLine } from "./fixture/bill";

const SUMMARY = "`1,`29.90,`0.00,`0.00,`0.17940,`29.90,`0.00";

function read(...lines: readonly string[]) {
  const reader = createBillReader("trade");
  const rows = lines.map((text) => reader.line(text)).filter((row) => row !== undefined);
  reader.end();
  return rows;
}
const bill = (row: string) => [TRADE_HEADER, row, TRADE_SUMMARY_HEADER, SUMMARY] as const;

describe("a trade bill", () => {
  it("gives amounts in fen, fees in thousandths of a fen, times with their zone", () => {
    expect(read(...bill(tradeLine(payment())))).toEqual([payment()]);
  });

  it("may have a header with backticks, further columns, and blank lines at its end", () => {
    const [header, row, summaryHeader, summary] = bill(`${tradeLine(payment())},\`new`);
    const ticked = `${header},新列`.split(",").map((name) => `\`${name}`);
    expect(read(ticked.join(","), row, summaryHeader, summary, "", "")).toEqual([payment()]);
  });

  it("may have its columns in another order", () => {
    const order = (text: string, separator: string) =>
      text.split(separator).reverse().join(separator);
    const row = `\`${order(tradeLine(payment()).slice(1), ",`")}`;
    expect(read(order(TRADE_HEADER, ","), row, TRADE_SUMMARY_HEADER, SUMMARY)).toEqual([payment()]);
  });

  it.each([
    ["1.2", 120],
    ["1", 100],
    ["0.01", 1],
    ["0.10000", 10],
    ["-0.00", 0],
    ["-3.05", -305],
    ["70368744177664.01", 7_036_874_417_766_401],
  ])("reads %s yuan exactly", (text, fen) => {
    const row = tradeLine(payment({ totalFen: 0 })).replace(
      /`0\.00,`0\.00,`$/,
      `\`${text},\`0.00,\``,
    );
    const reader = createBillReader("trade");
    reader.line(TRADE_HEADER);
    expect(reader.line(row)?.totalFen).toBe(fen);
  });

  it.each([
    "",
    "1.",
    ".5",
    "1,0",
    "1e2",
    "0x1",
    "１.00",
    " 1.00",
    "0.001",
    "NaN",
    "99999999999999999.00",
  ])("refuses %j as an amount", (text) => {
    const row = tradeLine(payment()).replace("`29.90", `\`${text}`);
    expect(() => read(...bill(row))).toThrow(WechatMalformedError);
  });

  it.each(["2026-03-01", "2026-02-30T10:00:00", "2026-13-01 10:00:00", "2026-03-01 24:61:00", ""])(
    "refuses %j as a time",
    (text) => {
      const row = tradeLine(payment()).replace("`2026-03-01 10:00:00", `\`${text}`);
      expect(() => read(...bill(row))).toThrow(WechatMalformedError);
    },
  );

  it.each<[string, readonly string[]]>([
    ["nothing", []],
    ["no rows", [TRADE_HEADER]],
    ["no summary", [TRADE_HEADER, tradeLine(payment())]],
    ["a cut-off summary", [TRADE_HEADER, tradeLine(payment()), TRADE_SUMMARY_HEADER]],
    ["a summary without a value", [...bill(tradeLine(payment())).slice(0, 3), "`1,`29.90"]],
    ["something after the summary", [...bill(tradeLine(payment())), tradeLine(payment())]],
    [
      "a line that is no row",
      [TRADE_HEADER, "2026-03-01 10:00:00,wx", TRADE_SUMMARY_HEADER, SUMMARY],
    ],
    ["a row that lacks a column", bill(tradeLine(payment()).replace(",`CNY", ""))],
    [
      "a header that lacks a column",
      bill(tradeLine(payment())).with(0, TRADE_HEADER.replace("退款状态,", "")),
    ],
    ["a page of a proxy", ["<html>", "</html>"]],
  ])("is refused with %s", (_what, lines) => {
    expect(() => read(...lines)).toThrow(WechatMalformedError);
  });
});
