import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import installState from "./install-state.cjs";
import { showProgress } from "./progress.mjs";
import { BootstrapError } from "./bootstrap-error.mjs";

const { installReason, writeInstallStamp } = installState;

/**
 * Installs the dependencies when node_modules does not hold what the lockfile asks for; touches
 * neither the network nor the disk when it does.
 *
 * @param {string} root the checkout
 */
export async function installDependencies(root) {
  const reason = installReason(root);
  if (reason === undefined) {
    return;
  }
  const log = path.join(root, ".mall", "logs", "install.log");
  fs.mkdirSync(path.dirname(log), { recursive: true });
  const total = countPackages(root);
  const modules = path.join(root, "node_modules");
  const progress = showProgress(`Dependencies: installing, because ${reason}`, () => {
    const there = countFolders(modules);
    return there === 0 ? "" : `${there} folders of about ${total} packages`;
  });
  const result = await runNpmInstall(root, log);
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

/**
 * `npm ci` installs exactly the lockfile. It refuses when package.json asks for something the
 * lockfile lacks, which is what a developer has who just added a dependency: `npm install` brings
 * the lockfile up to date then.
 */
async function runNpmInstall(root, log) {
  // Whatever NODE_ENV says: the simulator and this command line are development dependencies.
  const flags = ["--include=dev", "--include=optional", "--prefer-offline", "--no-audit", "--no-fund"];
  const hasLock = fs.existsSync(path.join(root, "package-lock.json"));
  fs.writeFileSync(log, "");
  if (hasLock) {
    const result = await runNpm(root, ["ci", ...flags], log);
    const outOfStep = result.code !== 0 && /code EUSAGE/.test(fs.readFileSync(log, "utf8"));
    if (!outOfStep) {
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
      reject(error.code === "ENOENT" ? new BootstrapError("npm was not found: install it, or put it on the PATH.") : error);
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
  const beside = path.join(path.dirname(process.execPath), "..", "lib/node_modules/npm/bin/npm-cli.js");
  return fs.existsSync(beside) ? [process.execPath, [beside]] : ["npm", []];
}

function explain(output, log) {
  const offline = /code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET|ENOTCACHED|ERR_SOCKET_TIMEOUT)/.exec(output);
  if (offline !== null) {
    return `The dependencies are not installed and npm cannot reach its registry (${offline[1]}): connect to the network, or point npm's "registry" setting at a mirror, and run the command again. Details: ${log}`;
  }
  const code = /npm error code (\S+)/.exec(output);
  const what = code === null ? "" : ` (${code[1]})`;
  return `npm could not install the dependencies${what}; its output is in ${log}`;
}

function countPackages(root) {
  try {
    const lock = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8"));
    return Object.keys(lock.packages).length;
  } catch {
    // Only a number for the eye: npm itself will say what is wrong with the lockfile.
    return 0;
  }
}

function countFolders(modules) {
  try {
    return fs
      .readdirSync(modules)
      .filter((name) => !name.startsWith("."))
      .reduce((sum, name) => sum + (name.startsWith("@") ? fs.readdirSync(path.join(modules, name)).length : 1), 0);
  } catch {
    // npm moves folders about while we look.
    return 0;
  }
}
