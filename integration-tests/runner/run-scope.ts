/**
 * What one test run has started. Jest calls the set-up of each kind of test separately, in one
 * process; what two kinds share is started by the first and ended once, the last started first.
 */
interface RunScope {
  started: Map<string, Promise<unknown>>;
  endings: (() => Promise<void> | void)[];
}

const holder = globalThis as typeof globalThis & { mallTestRun?: RunScope };

/** The result of `start`, which is called by the first who asks for `name`. */
export function once<T>(name: string, start: () => Promise<T>): Promise<T> {
  const { started } = scope();
  const known = started.get(name) as Promise<T> | undefined;
  if (known) return known;
  const starting = start();
  started.set(name, starting);
  return starting;
}

/** Has `end` called when the run ends, however it ends. */
export function atEnd(end: () => Promise<void> | void): void {
  scope().endings.push(end);
}

/**
 * Ends what was started. One failure does not keep the rest from being ended.
 *
 * @throws AggregateError with all failures
 */
export async function endRun(): Promise<void> {
  const { endings, started } = scope();
  const failures: unknown[] = [];
  started.clear();
  for (let end = endings.pop(); end; end = endings.pop()) {
    try {
      await end();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, `Ending the test run: ${failures.map(String).join("; ")}`);
  }
}

function scope(): RunScope {
  if (holder.mallTestRun) return holder.mallTestRun;
  holder.mallTestRun = { started: new Map(), endings: [] };
  // Jest itself leaves without a word on these, and servers would stay.
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.once(signal, () => {
      void endRun().finally(() => process.exit(code));
    });
  }
  return holder.mallTestRun;
}
