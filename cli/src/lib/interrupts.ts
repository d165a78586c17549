import { isAlive, npmAround } from "./process-identity";
import { monotonicMs } from "./wait";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * npm passes a Ctrl-C on to us although the terminal already did: what follows this soon is the
 * same one.
 */
const SAME_PRESS_MS = 1_000;

const NPM_WATCH_INTERVAL_MS = process.platform === "linux" ? 500 : 3_000;

/**
 * Calls `first` at the first Ctrl-C (or SIGTERM, or a closed terminal, or the end of the npm that
 * started us) and `second` at the next.
 *
 * @returns stops listening
 */
export function onInterrupt(first: () => void, second: () => void): () => void {
  let firstAt: number | undefined;
  const listener = (): void => {
    if (firstAt === undefined) {
      firstAt = monotonicMs();
      first();
    } else if (monotonicMs() - firstAt > SAME_PRESS_MS) {
      second();
    }
  };
  for (const signal of SIGNALS) {
    process.on(signal, listener);
  }
  const npm = npmAround();
  const watch = setInterval(() => {
    if (!npm.every(isAlive)) {
      clearInterval(watch);
      listener();
    }
  }, NPM_WATCH_INTERVAL_MS);
  return () => {
    clearInterval(watch);
    for (const signal of SIGNALS) {
      process.off(signal, listener);
    }
  };
}
