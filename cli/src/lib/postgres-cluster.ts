import { execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { UserError } from "./errors";
import { readTextIfThere, writeFileAtomically } from "./files";
import { makeReadableFolder, type PostgresBinaries } from "./postgres-binaries";
import { stopOrphan } from "./postgres-orphan";
import type { UnprivilegedUser } from "./postgres-user";
import { runToEnd } from "./processes";

/** The name of the superuser of an embedded PostgreSQL. */
export const SUPERUSER = "postgres";

/** A data folder with what is needed to use it. */
export interface Cluster {
  /** Where PostgreSQL keeps its files. */
  data: string;
  password: string;
  /** Remembers the port of the last start. */
  portFile: string;
}

/**
 * The folder for the data: `directory`, unless `user` (whom PostgreSQL runs as when we are root) may
 * not enter it, which is so in a checkout under a home of mode 0700. Then it is below
 * `systemDirectory`, and `directory` holds a note that says where; data that were made while the
 * home was open move there. What is there without a note belongs to a state folder that was
 * deleted, and is deleted too.
 *
 * @param directory absolute
 */
export async function placeCluster(
  directory: string,
  user: UnprivilegedUser | undefined,
  systemDirectory: string,
): Promise<string> {
  const note = path.join(directory, "location");
  const noted = readTextIfThere(note)?.trim();
  if (noted !== undefined && fs.existsSync(noted)) {
    return noted;
  }
  fs.mkdirSync(directory, { recursive: true });
  if (mayEnter(directory, user)) {
    return directory;
  }
  const name = createHash("sha256").update(directory).digest("hex").slice(0, 16);
  const elsewhere = path.join(systemDirectory, `data-${name}`);
  await stopOrphan(path.join(elsewhere, "data"));
  await stopOrphan(path.join(directory, "data"));
  fs.rmSync(elsewhere, { recursive: true, force: true });
  makeReadableFolder(systemDirectory);
  makeReadableFolder(elsewhere);
  moveAll(directory, elsewhere);
  writeFileAtomically(note, `${elsewhere}\n`);
  return elsewhere;
}

function moveAll(from: string, to: string): void {
  for (const name of fs.readdirSync(from)) {
    // By mv, which keeps owners and modes also from one file system to another.
    execFileSync("mv", [path.join(from, name), to]);
  }
}

function mayEnter(directory: string, user: UnprivilegedUser | undefined): boolean {
  if (user === undefined) {
    return true;
  }
  return spawnSync("test", ["-x", directory], { ...user, cwd: "/", stdio: "ignore" }).status === 0;
}

/**
 * Creates the cluster when there is none. UTF-8, and Chinese sorted by pinyin.
 *
 * @param place from {@link placeCluster}
 * @throws UserError when the data are those of another major version
 */
export async function openCluster(
  place: string,
  binaries: PostgresBinaries,
  user: UnprivilegedUser | undefined,
  logFile: string,
  signal?: AbortSignal,
): Promise<Cluster> {
  const data = path.join(place, "data");
  const passwordFile = path.join(place, "password");
  const version = readTextIfThere(path.join(data, "PG_VERSION"))?.trim();
  const password = readTextIfThere(passwordFile)?.trim();
  const portFile = path.join(place, "port");
  if (version !== undefined) {
    requireSameMajor(version, binaries.version, data);
    if (password === undefined) {
      throw new UserError(
        `The password of the data in ${data} is gone (${passwordFile}): put it back, move the data away to begin with an empty shop, or set DATABASE_URL.`,
      );
    }
    removeDrafts(place);
    return { data, password, portFile };
  }
  const fresh = randomBytes(16).toString("hex");
  // Before the data get their name: data without their password would be of no use.
  writeFileAtomically(passwordFile, `${fresh}\n`, 0o600);
  await initialise(data, fresh, binaries, user, logFile, signal);
  return { data, password: fresh, portFile };
}

function requireSameMajor(found: string, ours: string, data: string): void {
  const major = ours.split(".")[0];
  if (found !== major) {
    throw new UserError(
      `The data in ${data} were written by PostgreSQL ${found} and this is ${String(major)}: move that folder away to begin with an empty shop, or set DATABASE_URL.`,
    );
  }
}

async function initialise(
  data: string,
  password: string,
  binaries: PostgresBinaries,
  user: UnprivilegedUser | undefined,
  logFile: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  // Made beside and renamed at the end, so that an interrupted initdb leaves nothing half; under a
  // name of our own, because after a kill of its starter initdb still goes on for a second.
  const draft = `${data}.new.${String(process.pid)}`;
  const passwordFile = `${draft}.password`;
  fs.rmSync(data, { recursive: true, force: true });
  fs.mkdirSync(draft, { mode: 0o700 });
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) {
    fs.chownSync(draft, user.uid, user.gid);
    fs.chownSync(passwordFile, user.uid, user.gid);
  }
  const locale = process.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8";
  try {
    await runToEnd(
      {
        name: "creation of the embedded PostgreSQL",
        command: binaries.initdb,
        args: [
          `--pgdata=${draft}`,
          `--username=${SUPERUSER}`,
          `--pwfile=${passwordFile}`,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          `--locale=${locale}`,
          "--locale-provider=icu",
          "--icu-locale=zh-Hans-CN",
          "--no-instructions",
        ],
        cwd: path.dirname(data),
        env: postgresEnvironment(),
        logFile,
        ...user,
      },
      signal,
    );
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  fs.renameSync(draft, data);
}

function removeDrafts(place: string): void {
  for (const name of fs.readdirSync(place)) {
    if (name.startsWith("data.new.")) {
      fs.rmSync(path.join(place, name), { recursive: true, force: true });
    }
  }
}

/** Little, so that no PG* variable or foreign locale of the caller changes what PostgreSQL does. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: "/usr/local/bin:/usr/bin:/bin", LC_MESSAGES: "C", TZ: "UTC" };
}
