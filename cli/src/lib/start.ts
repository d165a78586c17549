import { errorCode, UserError } from "./errors";
import { onInterrupt } from "./interrupts";
import { RunningParts } from "./running-parts";
import { RunRecord, sendSignal } from "./run-record";
import { ShopStart, type StartOptions } from "./shop-start";
import { runSteps } from "./steps";
import { removeDevFile } from "./dev-file";

/**
 * Brings the whole shop up and keeps it up: `mall start`.
 *
 * @returns when it was stopped by Ctrl-C or a signal
 * @throws UserError, after everything was stopped, when it cannot start or when a part dies
 */
export async function startShop(options: StartOptions): Promise<void> {
  const stopped = new AbortController();
  const parts = new RunningParts((error) => {
    stopped.abort(error);
  });
  const stopListening = onInterrupt(
    () => {
      stopped.abort(INTERRUPTED);
    },
    () => {
      options.say("Forced: killing what still runs.");
      parts.killAll();
      // And the steps under way, which are no parts.
      for (const { pid } of new RunRecord(options.stateDirectory).living()) {
        sendSignal(pid, "SIGKILL", true);
      }
      process.exit(1);
    },
  );
  let failure: { cause: unknown } | undefined;
  process.stdout.on("error", ignoreClosedPipe);
  try {
    const start = new ShopStart(options, parts, stopped.signal);
    await runSteps(start.plan(), options.isTerminal, (error) => {
      stopped.abort(error);
    });
    options.say(await start.open());
    await aborted(stopped.signal);
  } catch (error) {
    // When a part died, that is the cause; what failed because of it is not.
    const cause: unknown = stopped.signal.aborted ? stopped.signal.reason : error;
    if (cause !== INTERRUPTED) {
      failure = { cause };
    }
  } finally {
    removeDevFile(options.stateDirectory);
    await parts.stopAll(options.say);
    stopListening();
  }
  if (failure !== undefined) {
    throw failure.cause;
  }
}

/** Whoever read our output may go before we do (`npm start | head`); that must not keep us from stopping in order. */
function ignoreClosedPipe(error: Error): void {
  if (errorCode(error) !== "EPIPE") {
    throw error;
  }
}

const INTERRUPTED = new UserError("Interrupted.");

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    };
    if (signal.aborted) {
      fail();
    }
    signal.addEventListener("abort", fail, { once: true });
  });
}
