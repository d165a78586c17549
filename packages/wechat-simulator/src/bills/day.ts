const DAY_MS = 24 * 60 * 60 * 1000;
const TEN_HOURS_MS = 10 * 60 * 60 * 1000;
/** "仅支持三个月内的账单下载申请" */
const KEPT_DAYS = 93;

/** One calendar day in China. */
export interface BillDay {
  start: number;
  /** Not part of it. */
  end: number;
}

/** @returns undefined for what is no date such as `2026-03-05` */
export function toBillDay(date: string): BillDay | undefined {
  const start = Date.parse(`${date}T00:00:00+08:00`);
  // A date that does not exist would be taken for another.
  const exists =
    !Number.isNaN(start) && new Date(start + DAY_MS / 2).toISOString().slice(0, 10) === date;
  return exists ? { start, end: start + DAY_MS } : undefined;
}

export const isWithin = (day: BillDay, iso: string): boolean => {
  const at = Date.parse(iso);
  return at >= day.start && at < day.end;
};

export const isKept = (day: BillDay, now: Date): boolean =>
  day.start <= now.getTime() && now.getTime() < day.end + KEPT_DAYS * DAY_MS;

/** The live WeChat has a day's bill ready at ten in the next morning. */
export const isReady = (day: BillDay, now: Date): boolean =>
  now.getTime() >= day.end + TEN_HOURS_MS;
