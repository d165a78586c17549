import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { UserError } from "./errors";
import { readTextIfThere } from "./files";
import { sendSignal } from "./run-record";
import { pollUntil } from "./wait";

/**
 * Ends the PostgreSQL that still serves `data` after its starter was killed. Also removes a note
 * (postmaster.pid) whose process number now belongs to somebody else: after a reboot PostgreSQL
 * would believe it and refuse to start.
 *
 * @throws UserError when it does not go away
 */
export async function stopOrphan(data: string): Promise<void> {
  const note = path.join(data, "postmaster.pid");
  const noted = readTextIfThere(note);
  if (noted === undefined) {
    return;
  }
  const pid = Number(noted.split("\n")[0]);
  // A kill can also leave the note empty.
  if (!Number.isInteger(pid) || pid <= 0 || !servesData(pid, data)) {
    fs.rmSync(note, { force: true });
    return;
  }
  // Fast, then immediate, then without asking; recovery at the next start mends the last two.
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    sendSignal(pid, signal, false);
    const gone = await pollUntil(() => (servesData(pid, data) ? undefined : true), 10_000);
    if (gone === true) {
      return;
    }
  }
  throw new UserError(
    `A PostgreSQL of an earlier start (process ${String(pid)}) cannot be stopped: end it and start again.`,
  );
}

function servesData(pid: number, data: string): boolean {
  const command = commandLine(pid);
  return command.includes("postgres") && command.includes(data);
}

/** Empty when there is no such process. */
function commandLine(pid: number): string {
  if (process.platform === "linux") {
    return (readTextIfThere(`/proc/${String(pid)}/cmdline`) ?? "").replaceAll("\0", " ");
  }
  try {
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    // ps answers 1 for a number that nobody has.
    return "";
  }
}
