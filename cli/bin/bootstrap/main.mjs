import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { BootstrapError } from "./bootstrap-error.mjs";
import { installDependencies } from "./install.mjs";
import { buildCli } from "./build.mjs";
import installState from "./install-state.cjs";
import lock from "./lock.cjs";

const cliRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const checkout = path.resolve(cliRoot, "..");

/** A server may take ten seconds to finish what it is answering, and PostgreSQL as long again. */
const ENDING_TIMEOUT_MS = 40_000;

/** By name, because they come out of the compiled command line. */
const USER_ERRORS = new Set(["UserError", "SettingsError"]);

const USAGE = `npm start installs the dependencies, starts PostgreSQL, a WeChat simulator and the shop, and says
where to find them. It needs nothing but Node.js and npm; Ctrl-C stops everything it started.

Settings are read from the environment and from .env. Once the dependencies are installed,
"npm start -- --help" lists the flags.
`;

/** `npm start`: makes the checkout runnable, then runs `mall start` in this process. */
export async function startFromCheckout(args) {
  try {
    const wantsHelp = args.some((arg) => arg === "--help" || arg === "-h");
    if (wantsHelp && installState.installNeed(checkout) !== undefined) {
      process.stdout.write(USAGE);
      return;
    }
    if (!wantsHelp) {
      await takeLock();
    }
    await installDependencies(checkout);
  } catch (error) {
    await report(error);
    return;
  }
  await runMall(["start", ...args]);
}

/** Runs one command of `mall`. */
export async function runMall(args) {
  try {
    await buildCli();
    process.setSourceMapsEnabled(true);
    const { flush, run, settings } = await import("@oclif/core");
    settings.enableAutoTranspile = false;
    await run(args, { root: cliRoot });
    await flush();
  } catch (error) {
    await report(error);
  }
}

/** Held before anything is installed or compiled, until this process ends. */
async function takeLock() {
  const state = path.join(checkout, ".mall");
  const deadline = performance.now() + ENDING_TIMEOUT_MS;
  try {
    let taken = lock.acquireLock(path.join(state, "lock"));
    if (!taken.held && taken.ending) {
      process.stdout.write(
        `An earlier start (process ${taken.pid}) lost its npm and is stopping.\n`,
      );
    }
    while (!taken.held && taken.ending && performance.now() < deadline) {
      await sleep(200);
      taken = lock.acquireLock(path.join(state, "lock"));
    }
    if (!taken.held) {
      throw new BootstrapError(
        `This checkout is already running (process ${taken.pid}): stop that one first with Ctrl-C or "kill ${taken.pid}".`,
      );
    }
    process.once("exit", taken.release);
  } catch (error) {
    if (error.code === "EACCES" || error.code === "EROFS" || error.code === "EPERM") {
      throw new BootstrapError(
        `${fs.existsSync(state) ? state : checkout} cannot be written to by this user (${error.code}): use the user who owns it, or change its owner.`,
      );
    }
    throw error;
  }
}

/** A user's mistake is one sentence, a wrong flag is oclif's own message, and a bug shows its stack. */
async function report(error) {
  if (error.oclif !== undefined) {
    const { handle } = await import("@oclif/core");
    await handle(error);
    return;
  }
  const isUsersMistake = error instanceof BootstrapError || USER_ERRORS.has(error.name);
  const text = isUsersMistake ? error.message : (error.stack ?? String(error));
  process.stderr.write(`${text}\n`, () => process.exit(1));
}
