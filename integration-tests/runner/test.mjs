/**
 * `npm test [-- <jest arguments>]`: one Jest run over all projects, or those of `--projects a,b`.
 * The last line is `N passed, N failed` or `N passed, N failed, N skipped`, whatever happened.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const { projects, rest } = readArguments(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), "mall-test-"));
const tallyFile = join(folder, "tally.json");

const jest = spawn(process.execPath, [join(root, "node_modules/jest/bin/jest.js"), ...rest], {
  cwd: root,
  stdio: "inherit",
  env: {
    ...process.env,
    // Medusa loads some of its parts with import(), which Jest's sandbox knows only with this.
    NODE_OPTIONS: [process.env.NODE_OPTIONS, "--experimental-vm-modules", "--no-warnings"]
      .filter(Boolean)
      .join(" "),
    MALL_TEST_TALLY: tallyFile,
    ...(projects && { MALL_TEST_PROJECTS: projects }),
  },
});
// A terminal sends Ctrl-C to both; a kill reaches only this one. Either way the tally comes last.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => jest.kill(signal));

jest.once("close", (code, signal) => {
  const { passed, failed, skipped, reasons } = readTally(code, signal);
  rmSync(folder, { recursive: true });
  if (skipped > 0) console.log(`\nSkipped:\n  ${reasons.join("\n  ")}`);
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  if (signal) process.exitCode = 128 + constants.signals[signal];
  else process.exitCode = code || (failed > 0 ? 1 : 0);
});

function readArguments(args) {
  const at = args.indexOf("--projects");
  if (at === -1) return { rest: args };
  return { projects: args[at + 1], rest: args.toSpliced(at, 2) };
}

/** The reporter's counts. A run that fails without a failed test is itself the failure. */
function readTally(code, signal) {
  const counted = tallyOrNothing();
  if (counted && (counted.failed > 0 || (code === 0 && !signal))) return counted;
  const end = signal ? `stopped by ${signal}` : `ended with exit code ${code}`;
  console.log(`\nThe run ${end}${counted ? "" : " before its tests were counted"}.`);
  return { passed: 0, skipped: 0, reasons: [], ...counted, failed: 1 };
}

function tallyOrNothing() {
  try {
    return JSON.parse(readFileSync(tallyFile, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
