import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs the test runner over a project of these files; colours and progress are not of interest. */
function run(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "mall-runner-"));
  const config = {
    rootDir: folder,
    testMatch: ["<rootDir>/*.spec.js"],
    reporters: [join(__dirname, "reporter.cjs")],
    ...("setup.js" in files && { globalSetup: "<rootDir>/setup.js" }),
  };
  writeFileSync(join(folder, "jest.config.json"), JSON.stringify(config));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  try {
    const args = [join(__dirname, "test.mjs"), "--config", join(folder, "jest.config.json")];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    return { status, lines: stdout.trimEnd().split("\n") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const passing = 'it("a", () => {}); it("b", () => {});';
const failing = 'it("c", () => { throw new Error("no"); });';

describe("the last line of a test run", () => {
  it("counts what passed", () => {
    const { status, lines } = run({ "a.spec.js": passing });
    expect(lines.at(-1)).toBe("2 passed, 0 failed");
    expect(status).toBe(0);
  });

  it("counts what failed, and the run fails", () => {
    const { status, lines } = run({ "a.spec.js": passing, "b.spec.js": failing });
    expect(lines.at(-1)).toBe("2 passed, 1 failed");
    expect(status).toBe(1);
  });

  it.each([
    ["cannot be loaded", 'require("./gone");'],
    ["fails in afterAll", 'it("d", () => {}); afterAll(() => { throw new Error("no"); });'],
    ["holds no test", ""],
  ])("counts a suite that %s as failed", (_how, text) => {
    const { status, lines } = run({ "a.spec.js": passing, "b.spec.js": text });
    expect(lines.at(-1)).toMatch(/^[23] passed, 1 failed$/);
    expect(status).toBe(1);
  });

  it("counts what is skipped and says what it needs", () => {
    const text =
      'describe.skip("cache [needs Redis: set REDIS_URL]", () => { it("e", () => {}); });';
    const { status, lines } = run({ "a.spec.js": passing, "b.spec.js": text });
    expect(lines.at(-1)).toBe("2 passed, 0 failed, 1 skipped");
    expect(lines).toContain("  1 test: needed Redis: set REDIS_URL");
    expect(status).toBe(0);
  });

  it("is a failure when the set-up of the run fails", () => {
    const setup = 'module.exports = () => { throw new Error("no database"); };';
    const { status, lines } = run({ "a.spec.js": passing, "setup.js": setup });
    expect(lines.at(-1)).toBe("0 passed, 1 failed");
    expect(status).toBe(1);
  });

  it("is a failure when there is nothing to run", () => {
    const { status, lines } = run({});
    expect(lines.at(-1)).toBe("0 passed, 1 failed");
    expect(status).toBe(1);
  });

  it("is a failure when the run dies", () => {
    const killing = 'it("f", () => { process.kill(process.pid, "SIGKILL"); });';
    const { status, lines } = run({ "a.spec.js": killing });
    expect(lines.at(-1)).toBe("0 passed, 1 failed");
    expect(status).not.toBe(0);
  });
});
