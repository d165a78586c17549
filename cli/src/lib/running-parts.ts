import { describeEnd, type ProcessEnd } from "./processes";
import { errorMessage, UserError } from "./errors";
import { formatDuration } from "./duration";
import { sendSignal } from "./run-record";
import { monotonicMs } from "./wait";

/** A started process that is expected to run until it is stopped. */
export interface Part {
  readonly pid: number;
  readonly logFile: string;
  readonly ended: Promise<ProcessEnd>;
  stop(): Promise<void>;
}

/** What runs, in the order it was started; stopped in the reverse order, each once. */
export class RunningParts {
  readonly #parts: { name: string; part: Part }[] = [];
  readonly #onDeath: (error: UserError) => void;
  #stopping = false;

  /** @param onDeath told when a part ends that nobody stopped */
  constructor(onDeath: (error: UserError) => void) {
    this.#onDeath = onDeath;
  }

  add<P extends Part>(name: string, part: P): P {
    this.#parts.push({ name, part });
    void part.ended.then((end) => {
      if (!this.#stopping) {
        this.#onDeath(new UserError(describeEnd({ name, logFile: part.logFile }, end)));
      }
    });
    return part;
  }

  /** Stops everything, last started first, and says so; goes on when one of them resists. */
  async stopAll(say: (line: string) => void): Promise<void> {
    this.#stopping = true;
    if (this.#parts.length > 0) {
      say("Stopping:");
    }
    for (const { name, part } of this.#parts.toReversed()) {
      const begin = monotonicMs();
      try {
        await part.stop();
        say(`  stopped the ${name} [${formatDuration(monotonicMs() - begin)}]`);
      } catch (error) {
        say(`  could not stop the ${name} (process ${String(part.pid)}): ${errorMessage(error)}`);
      }
    }
  }

  /** Kills everything at once; PostgreSQL recovers at its next start. */
  killAll(): void {
    this.#stopping = true;
    for (const { part } of this.#parts) {
      sendSignal(part.pid, "SIGKILL", true);
    }
  }
}
