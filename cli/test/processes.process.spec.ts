import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { acquireLock, isAlive, processIdentity } from "../bin/bootstrap/lock.cjs";
import { runToEnd, startProcess, stopLeftovers, type ProcessSpec } from "../src/lib/processes";
import { RunRecord } from "../src/lib/run-record";
import { pollUntil } from "../src/lib/wait";
import { temporaryFolder } from "./temporary-folder";

const folder = temporaryFolder();

const script = (name: string, source: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
  name,
  command: process.execPath,
  args: ["-e", source],
  cwd: folder,
  env: {},
  logFile: path.join(folder, `${name}.log`),
  ...more,
});

const printed = (name: string): Promise<string | undefined> =>
  pollUntil(() => fs.readFileSync(path.join(folder, `${name}.log`), "utf8") || undefined, 10_000);

const FOREVER = "setInterval(() => {}, 1000);";
const STUBBORN = `process.on("SIGTERM", () => {}); console.log("ready"); ${FOREVER}`;
/** Prints the number of a child of its own, which does not end by itself. */
const PARENT = `const child = require("child_process").spawn(process.execPath, ["-e", "${FOREVER}"]);
  console.log(child.pid); ${FOREVER}`;

describe("a process we started", () => {
  it("takes what it started with it when it is stopped", async () => {
    const running = await startProcess(script("parent", PARENT));
    const child = Number(await printed("parent"));
    expect(processIdentity(child)).toBeDefined();
    await running.stop();
    expect(processIdentity(running.pid)).toBeUndefined();
    expect(await pollUntil(() => processIdentity(child) === undefined || undefined, 5_000)).toBe(
      true,
    );
  });

  it("is killed when it does not end in time", async () => {
    const running = await startProcess(script("stubborn", STUBBORN));
    await printed("stubborn");
    await running.stop("SIGTERM", 200);
    expect(running.end()).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("tells its last lines and where the rest is when it fails", async () => {
    const failing = script("import", 'console.log("what went wrong"); process.exit(3)');
    await expect(runToEnd(failing)).rejects.toThrow(
      `The import ended with code 3; all of its output: ${failing.logFile}\n    what went wrong`,
    );
  });

  it("is stopped by the signal of whoever waits for it, who gets the signal's reason", async () => {
    const stop = new AbortController();
    const running = runToEnd(
      script("aborted", STUBBORN.replace("SIGTERM", "SIGUSR2")),
      stop.signal,
    );
    await printed("aborted");
    stop.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
  });
});

describe("the record of what runs", () => {
  it("lets the next start stop what a killed one left behind", async () => {
    const left = await startProcess(
      script("left", STUBBORN.replace("SIGTERM", "SIGUSR2"), { record: new RunRecord(folder) }),
    );
    await printed("left");
    const record = new RunRecord(folder);
    expect(record.living()).toMatchObject([{ name: "left", pid: left.pid }]);
    expect(await stopLeftovers(record)).toEqual(["left"]);
    expect(processIdentity(left.pid)).toBeUndefined();
    expect(new RunRecord(folder).living()).toEqual([]);
  });

  it("leaves a process alone that only has the same number", async () => {
    const other = await startProcess(script("other", STUBBORN));
    await printed("other");
    const entry = { name: "server", pid: other.pid, identity: "an earlier boot/1" };
    fs.writeFileSync(path.join(folder, "processes.json"), JSON.stringify([entry]));
    expect(await stopLeftovers(new RunRecord(folder))).toEqual([]);
    expect(processIdentity(other.pid)).toBeDefined();
    await other.stop("SIGKILL");
  });
});

describe("the lock of a checkout", () => {
  const file = path.join(folder, "lock");
  const acquireElsewhere = (): string =>
    spawnSync(
      process.execPath,
      [
        "-p",
        `require(${JSON.stringify(require.resolve("../bin/bootstrap/lock.cjs"))})
        .acquireLock(${JSON.stringify(file)}).held`,
      ],
      { encoding: "utf8" },
    ).stdout.trim();

  it("keeps other processes out, names its holder, and lets the holder in again", () => {
    const mine = acquireLock(file);
    expect(mine.held && acquireLock(file).held).toBe(true);
    expect(acquireElsewhere()).toBe("false");
    if (mine.held) mine.release();
    expect(acquireElsewhere()).toBe("true");
  });

  it("passes on from a process that no longer lives, and from a half-written file", () => {
    const dead = { pid: 2_000_000_000, identity: "gone" };
    expect(isAlive(dead)).toBe(false);
    for (const content of [JSON.stringify(dead), "{"]) {
      fs.writeFileSync(file, content);
      expect(acquireElsewhere()).toBe("true");
    }
  });
});
