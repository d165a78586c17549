const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The pauses before WeChat's fifteen repetitions: "15s/15s/30s/3m/10m/20m/30m/30m/30m/60m/3h/3h/3h/6h/6h". */
export const retryPausesMs: readonly number[] = [
  15 * SECOND,
  15 * SECOND,
  30 * SECOND,
  3 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  30 * MINUTE,
  60 * MINUTE,
  3 * HOUR,
  3 * HOUR,
  3 * HOUR,
  6 * HOUR,
  6 * HOUR,
];

/**
 * When to try again after so many scheduled attempts; null: never again.
 *
 * @param timeScale 1 is WeChat's own pace
 */
export function nextAttemptAt(attemptsMade: number, now: Date, timeScale: number): Date | null {
  const pause = retryPausesMs[attemptsMade - 1];
  return pause === undefined ? null : new Date(now.getTime() + pause * timeScale);
}
