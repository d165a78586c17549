import fs from "node:fs";
import path from "node:path";
import { acquireLock } from "../../bin/bootstrap/lock.cjs";
import { errorCode, UserError } from "./errors";
import { fingerprint } from "./fingerprint";
import { runMedusa, type MedusaContext } from "./medusa";
import { pollUntil } from "./wait";

const TURN_TIMEOUT_MS = 10 * 60_000;

/** What the admin bundle follows from: Medusa's version, every admin source, and the settings Vite compiles in. */
export function adminFingerprint(root: string, env: NodeJS.ProcessEnv): string {
  const compiledIn = Object.entries(env).filter(([name]) =>
    /^(PLUGIN_|ADMIN_AUTH_TYPE$|ADMIN_JWT_TOKEN_STORAGE_KEY$|MEDUSA_FF_)/.test(name),
  );
  return fingerprint(
    root,
    [
      "package-lock.json",
      "medusa-config.ts",
      "src/configuration/admin.ts",
      "src/admin",
      "admin-extensions",
      "plugins",
    ],
    Object.fromEntries(compiledIn),
    (file) => !file.includes("/") || /(^|\/)src\/(admin\/|configuration\/)/.test(file),
  );
}

/**
 * Builds the admin, once per fingerprint, and puts it where `medusa start` serves it from:
 * `public/admin` becomes a link to a finished build below the state folder, so that an interrupted
 * build leaves the former one in place.
 *
 * @param stateDirectory `.mall`
 * @returns whether it was built now
 * @throws UserError with the last lines of `admin-build.log`
 */
export async function buildAdmin(context: MedusaContext, stateDirectory: string): Promise<boolean> {
  const release = await takeTurn(path.join(stateDirectory, "admin.lock"), context.signal);
  try {
    return await buildWhenNeeded(context, stateDirectory);
  } finally {
    release();
  }
}

/** Tests and `npm start` may run in one checkout, and Medusa builds into one folder. */
async function takeTurn(lock: string, signal: AbortSignal | undefined): Promise<() => void> {
  const release = await pollUntil(
    () => {
      const taken = acquireLock(lock);
      return taken.held ? taken.release : undefined;
    },
    TURN_TIMEOUT_MS,
    signal,
  );
  if (release === undefined) {
    throw new UserError(`Another process has been building the admin for too long (${lock}).`);
  }
  return release;
}

async function buildWhenNeeded(context: MedusaContext, stateDirectory: string): Promise<boolean> {
  const wanted = adminFingerprint(context.root, context.env);
  const finished = path.join(stateDirectory, "admin", wanted);
  const needed = !fs.existsSync(path.join(finished, "index.html"));
  if (needed) {
    await build(context, finished);
  }
  pointTo(path.join(context.root, "public", "admin"), finished);
  removeOthers(finished);
  return needed;
}

async function build(context: MedusaContext, finished: string): Promise<void> {
  const output = path.join(context.root, ".medusa", "admin");
  fs.rmSync(output, { recursive: true, force: true });
  await runMedusa(context, "admin build", "admin-build", ["build", "--admin-only", "--no-lint"]);
  if (!fs.existsSync(path.join(output, "index.html"))) {
    throw new UserError(
      `The admin build ended without an index.html; its output: ${path.join(context.logDirectory, "admin-build.log")}`,
    );
  }
  fs.mkdirSync(path.dirname(finished), { recursive: true });
  fs.rmSync(finished, { recursive: true, force: true });
  fs.renameSync(output, finished);
}

function pointTo(link: string, target: string): void {
  const relative = path.relative(path.dirname(link), target);
  if (currentTarget(link) === relative) {
    return;
  }
  fs.mkdirSync(path.dirname(link), { recursive: true });
  const draft = `${link}.${String(process.pid)}`;
  fs.rmSync(draft, { force: true });
  fs.symlinkSync(relative, draft, "dir");
  if (fs.lstatSync(link, { throwIfNoEntry: false })?.isDirectory() === true) {
    // A build that somebody made by hand.
    fs.rmSync(link, { recursive: true });
  }
  fs.renameSync(draft, link);
}

function currentTarget(link: string): string | undefined {
  try {
    return fs.readlinkSync(link);
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "EINVAL") {
      return undefined;
    }
    throw error;
  }
}

function removeOthers(finished: string): void {
  const parent = path.dirname(finished);
  for (const name of fs.readdirSync(parent)) {
    if (name !== path.basename(finished)) {
      fs.rmSync(path.join(parent, name), { recursive: true, force: true });
    }
  }
}
