/**
 * Where the time comes from; a `Clock` of `@mall/kernel` fits. It stands here once more because
 * `@mall/kernel` loads Medusa's framework, which the settings reader and the CLI do without.
 */
export interface Clock {
  /** The current instant (UTC). */
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** Unix seconds, as WeChat's signatures carry them. */
export function unixSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
