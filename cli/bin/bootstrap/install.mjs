import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import installState from "./install-state.cjs";
import { showProgress } from "./progress.mjs";
import { BootstrapError } from "./bootstrap-error.mjs";

const { installNeed, writeInstallStamp } = installState;

/**
 * Installs the dependencies when node_modules does not hold what the lockfile asks for; touches
 * neither the network nor the disk when it does.
 *
 * @param {string} root the checkout
 */
export async function installDependencies(root) {
  const need = installNeed(root);
  if (need === undefined) {
    return;
  }
  const log = path.join(root, ".mall", "logs", "install.log");
  fs.mkdirSync(path.dirname(log), { recursive: true });
  const progress = showProgress(`Dependencies: installing, because ${need.reason}`, () =>
    howFar(fs.readFileSync(log, "utf8")),
  );
  const result = await runNpmInstall(root, need.how, log);
  progress.end(result.code === 0);
  if (result.signal !== null) {
    process.kill(process.pid, result.signal);
    return;
  }
  if (result.code !== 0) {
    throw new BootstrapError(explain(fs.readFileSync(log, "utf8"), path.relative(root, log)));
  }
  writeInstallStamp(root);
}

/** @param {"clean" | "repair" | "update"} how see installNeed */
async function runNpmInstall(root, how, log) {
  const flags = [
    // Whatever NODE_ENV says: the simulator and this command line are development dependencies.
    "--include=dev",
    "--include=optional",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    // One line per package that was fetched or found in the cache, for the progress.
    "--loglevel=http",
  ];
  fs.writeFileSync(log, "");
  if (how === "repair") {
    return runNpm(root, ["install", "--no-save", ...flags], log);
  }
  if (how === "clean") {
    const result = await runNpm(root, ["ci", ...flags], log);
    const lockRefused = result.code !== 0 && /code EUSAGE/.test(fs.readFileSync(log, "utf8"));
    if (!lockRefused) {
      return result;
    }
  }
  return runNpm(root, ["install", ...flags], log);
}

function runNpm(root, args, log) {
  const output = fs.openSync(log, "a");
  const [command, first] = npmCommand();
  const child = spawn(command, [...first, ...args], {
    cwd: root,
    stdio: ["ignore", output, output],
    shell: process.platform === "win32" && command === "npm",
  });
  fs.closeSync(output);
  const forward = (signal) => child.kill(signal);
  process.on("SIGINT", forward).on("SIGTERM", forward).on("SIGHUP", forward);
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      reject(
        error.code === "ENOENT"
          ? new BootstrapError("npm was not found: install it, or put it on the PATH.")
          : error,
      );
    });
    child.once("exit", (code, signal) => {
      process.off("SIGINT", forward).off("SIGTERM", forward).off("SIGHUP", forward);
      resolve({ code, signal });
    });
  });
}

/** The npm that runs us; else the one that came with this Node; else the one on the PATH. */
function npmCommand() {
  const own = process.env.npm_execpath;
  if (own !== undefined && /npm-cli\.[cm]?js$/.test(own) && fs.existsSync(own)) {
    return [process.execPath, [own]];
  }
  const beside = path.join(
    path.dirname(process.execPath),
    "..",
    "lib/node_modules/npm/bin/npm-cli.js",
  );
  return fs.existsSync(beside) ? [process.execPath, [beside]] : ["npm", []];
}

function explain(output, log) {
  const offline =
    /code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|ENOTCACHED|ERR_SOCKET_TIMEOUT)/.exec(
      output,
    );
  if (offline !== null) {
    return `The dependencies are not installed and npm cannot reach its registry (${offline[1]}): connect to the network, or point npm's "registry" setting at a mirror, and run the command again. Details: ${log}`;
  }
  const code = /npm error code (\S+)/.exec(output);
  const what = code === null ? "" : ` (${code[1]})`;
  return `npm could not install the dependencies${what}; its output is in ${log}`;
}

function howFar(output) {
  const packages = output.match(/^npm http (fetch|cache) .*\.tgz/gm)?.length ?? 0;
  return packages === 0 ? "" : `${packages} packages fetched`;
}
