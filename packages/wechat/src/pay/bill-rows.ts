import { type BillFormat, malformedBill, type SummaryColumn } from "./bill-format";
import { FUND_FLOW_BILL, type FundFlowBillRow } from "./fund-flow-bill";
import { TRADE_BILL, type TradeBillRow } from "./trade-bill";

/** The bills that are understood, and the rows of each. */
export interface BillRows {
  readonly trade: TradeBillRow;
  readonly fund_flow: FundFlowBillRow;
}

export type BillKind = keyof BillRows;

/** Reads one bill, line by line. */
export interface BillReader<Row> {
  /**
   * @param text without its line break
   * @returns the row, when the line is one
   * @throws WechatMalformedError when the line is not what stands at this place of a bill
   */
  line(text: string): Row | undefined;
  /** @throws WechatMalformedError when the bill is not complete */
  end(): void;
}

/**
 * A bill is a header, the rows, the header of the summary, the summary. Every value has a backtick
 * before it, so that a spreadsheet takes it for text. The summary is compared with the rows: their
 * number and each total.
 */
export function createBillReader<Kind extends BillKind>(kind: Kind): BillReader<BillRows[Kind]> {
  const reader = {
    trade: () => new Reader(TRADE_BILL),
    fund_flow: () => new Reader(FUND_FLOW_BILL),
  };
  return reader[kind]() as BillReader<BillRows[Kind]>;
}

type Place = "header" | "rows" | "summary" | "end";

class Reader<Row, Column extends string> implements BillReader<Row> {
  #place: Place = "header";
  #width = 0;
  #freeTextAt = 0;
  #indexes = new Map<Column, number>();
  #summaryHeader: readonly string[] = [];
  #count = 0;
  readonly #totals: number[];

  constructor(private readonly format: BillFormat<Row, Column>) {
    this.#totals = format.summary.map(() => 0);
  }

  line(text: string): Row | undefined {
    if (text === "") return undefined;
    if (this.#place === "rows" && text.startsWith("`") && !this.#isSummaryHeader(text)) {
      return this.#row(text);
    }
    if (this.#place === "header") this.#readHeader(text);
    else if (this.#place === "rows") this.#readSummaryHeader(text);
    else if (this.#place === "summary") this.#compareSummary(text);
    else throw malformedBill("something follows the summary");
    return undefined;
  }

  end(): void {
    if (this.#place !== "end") throw malformedBill("it ends before its summary");
  }

  #readHeader(text: string): void {
    const names = headerNames(text);
    for (const column of this.format.columns) {
      const index = names.indexOf(column);
      if (index < 0) throw malformedBill(`it has no column ${column}`);
      this.#indexes.set(column, index);
    }
    this.#width = names.length;
    this.#freeTextAt = names.indexOf(this.format.freeText);
    this.#place = "rows";
  }

  #row(text: string): Row {
    this.#count += 1;
    const values = splitValues(text, this.#width, this.#freeTextAt);
    if (!values) throw malformedBill(`row ${this.#count} lacks columns`);
    const row = this.format.row((column) => values[this.#indexes.get(column) ?? -1] ?? "");
    this.format.summary.forEach(({ of }, index) => {
      this.#totals[index] = (this.#totals[index] ?? 0) + of(row);
    });
    return row;
  }

  #isSummaryHeader(text: string): boolean {
    return headerNames(text.slice(0, 40))[0] === this.format.summary[0].column;
  }

  #readSummaryHeader(text: string): void {
    if (!this.#isSummaryHeader(text)) throw malformedBill(`row ${this.#count + 1} is no row`);
    this.#summaryHeader = headerNames(text);
    this.#place = "summary";
  }

  #compareSummary(text: string): void {
    const values = splitValues(text, this.#summaryHeader.length);
    if (!values) throw malformedBill("its summary lacks columns");
    this.format.summary.forEach((column, index) => {
      const stated = readSummary(column, this.#summaryHeader, values);
      if (stated !== this.#totals[index]) {
        throw malformedBill(
          `its summary says ${column.column} ${stated}, its rows say ${this.#totals[index] ?? 0}`,
        );
      }
    });
    this.#place = "end";
  }
}

function readSummary<Row>(
  { column, read }: SummaryColumn<Row>,
  header: readonly string[],
  values: readonly string[],
): number {
  const value = values[header.indexOf(column)];
  if (value === undefined) throw malformedBill(`its summary has no ${column}`);
  return read(value);
}

/** Headers come without backticks, mostly; the brackets around 元 come in two widths. */
function headerNames(text: string): string[] {
  return text
    .replaceAll("`", "")
    .replaceAll("（", "(")
    .replaceAll("）", ")")
    .split(",")
    .map((name) => name.trim());
}

/**
 * The values of a row. A comma alone separates nothing: WeChat does not escape the commas of a
 * product name, but a comma with the next value's backtick is a separator. A text that holds even
 * that makes too many values; the surplus is the free text's.
 *
 * @returns undefined when there are too few
 */
function splitValues(text: string, width: number, freeTextAt?: number): string[] | undefined {
  if (!text.startsWith("`")) return undefined;
  const values = text.slice(1).split(",`");
  const surplus = values.length - width;
  if (surplus < 0 || (surplus > 0 && freeTextAt === undefined)) return undefined;
  if (surplus > 0 && freeTextAt !== undefined) {
    const parts = values.slice(freeTextAt, freeTextAt + surplus + 1);
    values.splice(freeTextAt, parts.length, parts.join(",`"));
  }
  return values;
}
