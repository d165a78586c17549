import { WechatMalformedError } from "../errors";

/** The rows of one bill are read through this: the value of a column, without its backtick. */
export type ReadColumn<Column extends string> = (column: Column) => string;

/** One value of the summary at the end of a bill, and what it sums up. */
export interface SummaryColumn<Row> {
  readonly column: string;
  readonly read: (text: string) => number;
  /** What a row adds to it. */
  readonly of: (row: Row) => number;
}

/** How WeChat writes one kind of bill. */
export interface BillFormat<Row, Column extends string> {
  /** All have to be there; the order is the bill's, and it may have more. */
  readonly columns: readonly Column[];
  /** The text that may hold anything; see `splitValues`. */
  readonly freeText: Column;
  readonly row: (value: ReadColumn<Column>) => Row;
  /** The first one also marks where the summary begins. */
  readonly summary: readonly [SummaryColumn<Row>, ...SummaryColumn<Row>[]];
}

export function malformedBill(what: string): WechatMalformedError {
  return new WechatMalformedError(`The bill of WeChat Pay is malformed: ${what}`);
}

/** Yuan in decimals, such as `12.30`, as whole fen; exact, without arithmetic on fractions. */
export function fenOf(yuan: string): number {
  return scaled(yuan, 2);
}

/**
 * Yuan in decimals as whole thousandths of a fen. Fees are written with five decimals
 * (`-0.05940`), so some are no whole fen.
 */
export function milliFenOf(yuan: string): number {
  return scaled(yuan, 5);
}

/** Shifts the decimal point in the text; digits that would be lost have to be zeros. */
function scaled(yuan: string, decimals: number): number {
  const [, sign = "", whole, fraction = ""] =
    /^(-?)([0-9]{1,15})(?:\.([0-9]{1,8}))?$/.exec(yuan) ?? [];
  const digits = fraction.padEnd(decimals, "0");
  const value = Number(`${sign}${whole ?? "?"}${digits.slice(0, decimals)}`);
  if (!Number.isSafeInteger(value) || !/^0*$/.test(digits.slice(decimals))) {
    throw malformedBill(`"${yuan.slice(0, 40)}" is no amount in yuan`);
  }
  // Of "-0.00" too.
  return value === 0 ? 0 : value;
}

/** A number of rows. */
export function countOf(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw malformedBill(`"${text.slice(0, 40)}" is no number`);
  return Number(text);
}

/** `2026-03-01 10:00:00`, which is in Shanghai time, as RFC 3339. */
export function timeOf(text: string): string {
  const time = `${text.replace(" ", "T")}+08:00`;
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) || Number.isNaN(Date.parse(time))) {
    throw malformedBill(`"${text.slice(0, 40)}" is no time`);
  }
  return time;
}

/** WeChat writes `0` or nothing where there is no number. */
export function numberOrNone(text: string): string | undefined {
  return textOrNone(text === "0" ? "" : text);
}

export function textOrNone(text: string): string | undefined {
  return text === "" ? undefined : text;
}
