import { toChinaTime } from "../china-time";

/** The byte order mark by which Excel knows UTF-8. */
const BOM = "\uFEFF";
const LINE_END = "\r\n";

/** One table of a bill: its column titles and its rows of as many values. */
export interface Table {
  columns: readonly string[];
  rows: Iterable<readonly string[]>;
}

/** Fen as yuan in decimals, by moving the point in the digits: `3990` is `39.90`. */
export function toYuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, "0");
  return `${fen < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `2026-03-05 12:00:00` in China. */
export const toBillTime = (iso: string): string =>
  toChinaTime(new Date(iso)).slice(0, 19).replace("T", " ");

/** A line is a line, whatever a merchant wrote into a description; commas stay as they are. */
const toValue = (value: string): string => `\`${value.replaceAll(/[\r\n]+/g, " ")}`;

/** The file as WeChat writes it: two tables, every value behind a backtick that keeps Excel off. */
export function toBillText(details: Table, summary: Table): string {
  const lines: string[] = [];
  for (const { columns, rows } of [details, summary]) {
    lines.push(columns.join(","));
    for (const row of rows) {
      lines.push(row.map(toValue).join(","));
    }
  }
  return BOM + lines.map((line) => line + LINE_END).join("");
}
