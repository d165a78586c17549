/**
 * `npm run check`: types, lint, format, dependency rules and unused code; one line per check, and
 * the output of those that fail. `npm run check:<name>` runs one. Two run at a time, the longest
 * first. What they remember between runs is in node_modules/.cache; `-- --no-cache` forgets it.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const cache = join(root, "node_modules", ".cache", "mall");

/** The entry of an installed tool, run with this Node: no shell and no npx in between. */
const bin = (name, file) => join(root, "node_modules", name, file);
const tsc = (project) => [
  bin("typescript", "bin/tsc"),
  ...["--project", `tsconfig.${project}.json`, "--noEmit", "--incremental"],
  ...["--pretty", String(process.stdout.isTTY ?? false)],
  ...["--tsBuildInfoFile", join(cache, `${project}.tsbuildinfo`)],
];

const checks = [
  // Without a cache: it remembers by file, and what the types of other files make of one changes.
  { name: "lint", args: [bin("eslint", "bin/eslint.js"), ".", "--max-warnings", "0"] },
  { name: "types", label: "types", args: tsc("check") },
  { name: "types", label: "types (admin)", args: tsc("admin") },
  {
    name: "unused",
    label: "unused code",
    args: [bin("knip", "bin/knip.js"), "--no-config-hints", "--no-progress"],
  },
  {
    name: "format",
    args: [
      bin("prettier", "bin/prettier.cjs"),
      ...["--check", "--log-level", "warn", "."],
      ...["--cache", "--cache-strategy", "content", "--cache-location", join(cache, "prettier")],
    ],
  },
  {
    name: "dependencies",
    label: "dependency rules",
    args: [
      bin("dependency-cruiser", "bin/dependency-cruise.mjs"),
      ...["--config", ".dependency-cruiser.cjs"],
      ...["packages", "plugins", "admin-extensions", "cli", "src", "integration-tests"],
      ...["scripts", "medusa-config.ts"],
    ],
  },
];

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  const names = [...new Set(checks.map(({ name }) => name))].join(", ");
  console.error(`There is no check "${unknown.join('", "')}": there are ${names}.`);
  process.exit(2);
}
if (process.argv.includes("--no-cache")) rmSync(cache, { recursive: true, force: true });

const begin = performance.now();
const queue = checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const failed = [];
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));

const total = seconds(begin);
if (failed.length > 0) {
  console.log(`\n${failed.join(", ")} failed after ${total}`);
  process.exitCode = 1;
} else {
  console.log(`\nall passed in ${total}`);
}

async function work() {
  for (let check = queue.shift(); check; check = queue.shift()) {
    const label = check.label ?? check.name;
    const start = performance.now();
    const { code, output } = await run(check.args);
    const verdict = code === 0 ? "ok    " : "FAILED";
    console.log(`${label.padEnd(18)} ${verdict} ${seconds(start).padStart(7)}`);
    if (code === 0) continue;
    failed.push(label);
    console.log(`\n${output.trim()}\n`);
  }
}

function run(args) {
  return new Promise((done, reject) => {
    const colour = process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
    const env = { ...process.env, ...colour };
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk) => (output += chunk));
    }
    child.once("error", reject);
    child.once("close", (code) => done({ code, output }));
  });
}

function seconds(since) {
  return `${Math.round((performance.now() - since) / 1000)} s`;
}
