import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds on a clock that never jumps; only differences mean something. */
export function monotonicMs(): number {
  return performance.now();
}

/**
 * Asks again and again, at growing intervals, until `probe` answers something.
 *
 * @param probe undefined means: not yet
 * @param timeoutMs how long to go on
 * @returns the answer, or undefined when the time is up
 * @throws what `probe` throws, or the abort reason of `signal`
 */
export async function pollUntil<T>(
  probe: () => Promise<T | undefined> | T | undefined,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const deadline = monotonicMs() + timeoutMs;
  for (let pause = 20; ; pause = Math.min(pause * 1.5, 250)) {
    signal?.throwIfAborted();
    const answer = await probe();
    if (answer !== undefined) {
      return answer;
    }
    if (monotonicMs() + pause > deadline) {
      return undefined;
    }
    await sleep(pause, undefined, { signal });
  }
}
