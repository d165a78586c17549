/** Where the simulator gets the time from; tests pass their own. */
export interface Clock {
  now(): Date;
}

/** The machine's clock: the one place that asks it. */
export const systemClock: Clock = { now: () => new Date() };
