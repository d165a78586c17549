import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { adminFingerprint } from "@mall/cli/lib/admin-build";
import { readTextIfThere } from "@mall/cli/lib/files";
import { runToEnd } from "@mall/cli/lib/processes";

import { logDirectory, root } from "../runner/paths";
import { linkDependencies } from "./dependencies";
import { readImage } from "./image";

/** What a container of the mall sees as its own. */
export interface Release {
  /** Holds all of it. */
  folder: string;
  /** `/mall`: nobody's to write, but for `static`. */
  app: string;
  /** `/tmp` */
  temporary: string;
}

/** The image's user `node`, where we may choose: as root. */
export const imageUser = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : undefined;

/**
 * Makes what the image holds: the build, and its production dependencies from this checkout. Not
 * inside the checkout, where Node would find development dependencies and sources further up.
 *
 * @param directory remembers where it is, so that the next run removes what a killed one left
 */
export async function makeRelease(directory: string): Promise<Release> {
  const folder = freshFolder(join(directory, "release"));
  const app = join(folder, "mall");
  await runToEnd({
    name: "production build",
    command: process.execPath,
    args: [join(root, "scripts", "build-production.mjs"), "--out", app, ...freshAdmin()],
    cwd: root,
    env: process.env,
    logFile: join(logDirectory, "production-build.log"),
  });
  linkDependencies(root, app);
  prepareModules(app);
  const temporary = ownedFolder(folder, "tmp");
  ownedFolder(app, "static");
  return { folder, app, temporary };
}

function freshFolder(note: string): string {
  removeRelease(note);
  const folder = mkdtempSync(join(tmpdir(), "mall-release-"));
  writeFileSync(note, folder);
  chmodSync(folder, 0o755);
  return folder;
}

function removeRelease(note: string): void {
  const former = readTextIfThere(note);
  if (former) rmSync(former, { recursive: true, force: true });
  rmSync(note, { force: true });
}

/** The image's own command for it; the other commands install packages and make `static`. */
function prepareModules(app: string): void {
  const command = readImage().runs.find((run) => run.includes("migrations"));
  if (command === undefined) throw new Error("The Dockerfile does not prepare Medusa's modules");
  execFileSync("sh", ["-c", command], { cwd: app });
}

/** A folder that belongs to the image's user. */
export function ownedFolder(parent: string, name: string): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  if (imageUser) chownSync(folder, imageUser.uid, imageUser.gid);
  return folder;
}

/** The admin that `npm start` or an earlier part of this run has built from the same sources. */
function freshAdmin(): string[] {
  const finished = join(root, ".mall", "admin", adminFingerprint(root, {}));
  return existsSync(join(finished, "index.html")) ? ["--admin", finished] : [];
}
