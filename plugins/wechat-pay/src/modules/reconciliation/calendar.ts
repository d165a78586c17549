import { addMinutes, addSeconds } from "@mall/kernel";
import { ReconciliationErrors } from "./errors";

const DAY_MINUTES = 24 * 60;
/** Shanghai is always eight hours ahead; there is no summer time. */
const OFFSET_MINUTES = 8 * 60;
/** WeChat keeps bills for three months. */
const KEPT_DAYS = 90;
/** 10:30; WeChat has yesterday's bills ready at ten. */
const READY_MINUTES = 10 * 60 + 30;

/** A day in Shanghai; `until` is not part of it. */
export interface BillDay {
  date: string;
  from: Date;
  until: Date;
}

/** The date in Shanghai at this moment, `YYYY-MM-DD`. */
function shanghaiDate(now: Date): string {
  return addMinutes(now, OFFSET_MINUTES).toISOString().slice(0, 10);
}

/** The date in Shanghai one day ago. */
export function yesterdayOf(now: Date): string {
  return shanghaiDate(addMinutes(now, -DAY_MINUTES));
}

/**
 * The part of a day that a bill can tell of: the whole day, or of today what was over a second ago.
 *
 * @throws reconciliation.invalid_date, reconciliation.date_in_future, reconciliation.date_too_old
 */
export function billDay(date: string, now: Date): BillDay {
  const from = new Date(`${date}T00:00:00+08:00`);
  if (Number.isNaN(from.getTime()) || shanghaiDate(from) !== date) {
    throw ReconciliationErrors.invalid_date(date.slice(0, 40));
  }
  if (from > now) throw ReconciliationErrors.date_in_future(date);
  if (addMinutes(from, KEPT_DAYS * DAY_MINUTES) < now) {
    throw ReconciliationErrors.date_too_old(date);
  }
  const end = addMinutes(from, DAY_MINUTES);
  return { date, from, until: end <= now ? end : addSeconds(now, -1) };
}

/** Whether yesterday is to be compared by itself: its bills are ready, and no run has an outcome. */
export function isDue(runs: readonly { state: string }[], now: Date): boolean {
  const midnight = new Date(`${shanghaiDate(now)}T00:00:00+08:00`);
  return (
    now >= addMinutes(midnight, READY_MINUTES) && runs.every(({ state }) => state === "failed")
  );
}
