import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { SimulatorStartError } from "../options";

const ownerSchema = z.object({ url: z.string(), instance: z.string() });
type Owner = z.infer<typeof ownerSchema>;

const ownerFile = (directory: string): string => join(directory, "owner.json");

function readOwner(directory: string): Owner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(ownerFile(directory), "utf8")));
  } catch {
    // Absent or half-written: either way nobody who still runs has claimed the directory.
    return undefined;
  }
}

/** Asks instead of trusting a process id, which after a kill -9 may belong to anybody. */
async function stillRuns(owner: Owner): Promise<boolean> {
  try {
    const answer = await fetch(`${owner.url}/_sim/health`, { signal: AbortSignal.timeout(1000) });
    const health = (await answer.json()) as { instance?: unknown };
    return health.instance === owner.instance;
  } catch {
    return false;
  }
}

/**
 * Claims a directory, so that two simulators never write one journal.
 *
 * @throws SimulatorStartError when a running simulator holds it
 */
export async function claimDirectory(directory: string, owner: Owner): Promise<void> {
  const present = readOwner(directory);
  // Whoever named the address that is now ours no longer runs.
  if (present && present.url !== owner.url && (await stillRuns(present))) {
    throw new SimulatorStartError(
      `The WeChat simulator cannot start: ${directory} is in use by the one at ${present.url}.`,
    );
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const unfinished = `${ownerFile(directory)}.tmp`;
  writeFileSync(unfinished, JSON.stringify(owner), { mode: 0o600 });
  renameSync(unfinished, ownerFile(directory));
}

export const releaseDirectory = (directory: string): void =>
  rmSync(ownerFile(directory), { force: true });
