/**
 * Where the time comes from. Rules and services take `now: Date`; only routes, jobs, subscribers
 * and workflow steps ask a clock, so that every decision can be replayed in a test.
 */
export interface Clock {
  /** The current instant (UTC). */
  now(): Date;
}

/** The machine's clock: the only place that asks for it. */
export const systemClock: Clock = {
  now: () => new Date(),
};

/** The instant `minutes` after `from`. */
export function addMinutes(from: Date, minutes: number): Date {
  return addSeconds(from, minutes * 60);
}

/** The instant `seconds` after `from`; negative seconds go back. */
export function addSeconds(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000);
}
