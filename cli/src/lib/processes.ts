import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { errorCode, UserError } from "./errors";
import { lastLines } from "./log-lines";
import { sendSignal, type RunRecord } from "./run-record";
import { monotonicMs } from "./wait";
import { setTimeout as sleep } from "node:timers/promises";

/** What to run. Its output goes straight into `logFile`, so it goes on working when we are killed. */
export interface ProcessSpec {
  /** What a person calls it: "server". */
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** The unprivileged user to run as; only root can. */
  uid?: number;
  gid?: number;
  /** Remembers the process until it ends. */
  record?: RunRecord;
}

export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when it ended, however it ended. */
  readonly ended: Promise<ProcessEnd>;
  /** Set once it ended. */
  end(): ProcessEnd | undefined;
  /**
   * Asks it to end and waits; kills it with everything it started when it does not.
   *
   * @param signal how to ask, SIGTERM unless told
   * @param graceMs how long to wait before killing, 10 s unless told
   */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<void>;
}

/**
 * Starts a process in a process group of its own: a Ctrl-C in the terminal reaches only us, and we
 * stop things in order.
 */
export async function startProcess(spec: ProcessSpec): Promise<RunningProcess> {
  const child = spawnIntoLog(spec);
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once("exit", (code, signal) => {
      resolve({ code, signal });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  const pid = child.pid;
  if (pid === undefined) {
    throw new Error(`${spec.name} has no process number after it was spawned`);
  }
  spec.record?.started(spec.name, pid);
  let end: ProcessEnd | undefined;
  const finished = ended.then((how) => {
    end = how;
    // What it forked must not stay behind, however it ended.
    sendSignal(pid, "SIGKILL", true);
    spec.record?.ended(pid);
    return how;
  });
  return {
    name: spec.name,
    pid,
    logFile: spec.logFile,
    ended: finished,
    end: () => end,
    stop: async (signal = "SIGTERM", graceMs = 10_000) => {
      if (end === undefined && sendSignal(pid, signal, false)) {
        await Promise.race([finished, sleep(graceMs, undefined, { ref: false })]);
      }
      if (end === undefined) {
        sendSignal(pid, "SIGKILL", true);
      }
      await finished;
    },
  };
}

function spawnIntoLog(spec: ProcessSpec): ChildProcess {
  fs.mkdirSync(path.dirname(spec.logFile), { recursive: true });
  if (fs.existsSync(spec.logFile)) {
    fs.renameSync(spec.logFile, `${spec.logFile}.previous`);
  }
  const log = fs.openSync(spec.logFile, "w");
  try {
    return spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      stdio: ["ignore", log, log],
      detached: true,
      ...(spec.uid === undefined ? {} : { uid: spec.uid, gid: spec.gid }),
    });
  } finally {
    fs.closeSync(log);
  }
}

/**
 * Runs a process to its end.
 *
 * @param signal stops it, with everything it started
 * @throws UserError with its last lines when it fails
 */
export async function runToEnd(spec: ProcessSpec, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  const running = await startProcess(spec);
  const onAbort = (): void => {
    void running.stop("SIGTERM", 3_000);
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  const end = await running.ended;
  signal?.removeEventListener("abort", onAbort);
  signal?.throwIfAborted();
  if (end.code !== 0) {
    throw new UserError(describeEnd(running, end));
  }
}

/** "server ended with code 1", followed by its last lines and where to read the rest. */
export function describeEnd(
  running: Pick<RunningProcess, "name" | "logFile">,
  end: ProcessEnd,
): string {
  const how =
    end.signal === null ? `ended with code ${String(end.code)}` : `was killed by ${end.signal}`;
  const lines = lastLines(running.logFile, 12).map((line) => `    ${line}`);
  return [`The ${running.name} ${how}; all of its output: ${running.logFile}`, ...lines].join("\n");
}

/**
 * Stops processes that an earlier run left behind.
 *
 * @returns the names of what was stopped
 */
export async function stopLeftovers(record: RunRecord): Promise<string[]> {
  const leftovers = record.living();
  for (const { name, pid } of leftovers) {
    try {
      sendSignal(pid, "SIGTERM", true);
    } catch (error) {
      throw errorCode(error) === "EPERM"
        ? new UserError(
            `The ${name} of an earlier start still runs as another user: stop process ${String(pid)} first.`,
          )
        : error;
    }
  }
  const deadline = monotonicMs() + 5_000;
  while (record.living().length > 0 && monotonicMs() < deadline) {
    await sleep(50);
  }
  for (const { pid } of leftovers) {
    sendSignal(pid, "SIGKILL", true);
    record.ended(pid);
  }
  return leftovers.map((entry) => entry.name);
}
