import path from "node:path";
import { errorCode } from "./errors";
import { readJsonIfThere, writeFileAtomically } from "./files";
import { isAlive, processIdentity, type KnownProcess } from "./process-identity";

/** A process we started, in a way that a later one with the same number does not match. */
export interface RecordedProcess extends KnownProcess {
  name: string;
}

/**
 * What is running for this checkout, kept in a file, so that after a `kill -9` of the starter the
 * next one finds what it left behind.
 */
export class RunRecord {
  readonly #file: string;
  #processes: RecordedProcess[];

  constructor(stateDirectory: string) {
    this.#file = path.join(stateDirectory, "processes.json");
    this.#processes = readRecord(this.#file).filter(isAlive);
  }

  /** What was recorded and still lives; right after the start of this process: what an earlier one left. */
  living(): RecordedProcess[] {
    return this.#processes.filter(isAlive);
  }

  started(name: string, pid: number): void {
    const identity = processIdentity(pid);
    if (identity !== undefined) {
      this.#processes.push({ name, pid, identity });
      this.#save();
    }
  }

  ended(pid: number): void {
    this.#processes = this.#processes.filter((entry) => entry.pid !== pid);
    this.#save();
  }

  #save(): void {
    writeFileAtomically(this.#file, `${JSON.stringify(this.#processes, null, 2)}\n`);
  }
}

function readRecord(file: string): RecordedProcess[] {
  const stored = readJsonIfThere(file);
  return Array.isArray(stored) ? stored.filter(isRecordedProcess) : [];
}

function isRecordedProcess(entry: unknown): entry is RecordedProcess {
  return (
    typeof entry === "object" &&
    entry !== null &&
    "name" in entry &&
    "pid" in entry &&
    "identity" in entry &&
    typeof entry.pid === "number"
  );
}

/** Sends `signal` to the process, or to its whole group; false when nothing was there to receive it. */
export function sendSignal(pid: number, signal: NodeJS.Signals, wholeGroup: boolean): boolean {
  try {
    return process.kill(wholeGroup ? -pid : pid, signal);
  } catch (error) {
    if (errorCode(error) === "ESRCH") {
      return false;
    }
    throw error;
  }
}
