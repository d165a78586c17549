"use strict";
// One `npm start` per checkout. The lock must hold before node_modules exists, and a lock that was
// left by a killed process must not need a person to remove it: so it records which process holds
// it, in a way that a later process with the same number does not match.

const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

/**
 * What tells a process from any other that had or will have the same number: when it started.
 *
 * @param {number} pid
 * @returns {string | undefined} undefined when there is no such process
 */
function processIdentity(pid) {
  return process.platform === "linux" ? linuxIdentity(pid) : posixIdentity(pid);
}

function linuxIdentity(pid) {
  const fields = linuxStat(pid);
  const dead = fields === undefined || fields.state === "Z" || fields.state === "X";
  return dead ? undefined : `${bootId()}/${fields.started}`;
}

function linuxStat(pid) {
  let stat;
  try {
    stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") {
      return undefined;
    }
    throw error;
  }
  // The name stands in parentheses and may hold spaces; the fields after it are state (3rd),
  // parent (4th) … start time (22nd).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0], ppid: Number(fields[1]), started: fields[19] };
}

/** Start times count from the boot, so they only mean something together with it. */
function bootId() {
  try {
    return fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "EACCES") {
      return "unknown-boot";
    }
    throw error;
  }
}

function posixIdentity(pid) {
  try {
    const started = execFileSync("ps", ["-p", String(pid), "-o", "lstart="], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    return started === "" ? undefined : started;
  } catch (error) {
    if (error.status === 1) {
      return undefined;
    }
    throw error;
  }
}

/**
 * The processes that run `npm start` around this one: npm, and the shell that npm runs scripts in.
 * A signal to npm ends that shell and does not reach us, and when npm is killed nobody tells us: so
 * whoever wants to end with them has to look. Empty when npm did not start this process.
 *
 * @returns {{ pid: number, identity: string }[]}
 */
function npmAround() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") {
    return [];
  }
  const parent = process.ppid;
  const { ppid, command } = describeProcess(parent);
  const isShellOfNpm = /^(\S*\/)?[a-z]*sh\s+-c\s/.test(command);
  return (isShellOfNpm ? [parent, ppid] : [parent])
    .map((pid) => ({ pid, identity: processIdentity(pid) }))
    .filter(({ identity }) => identity !== undefined);
}

function describeProcess(pid) {
  if (process.platform === "linux") {
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return { ppid: linuxStat(pid)?.ppid, command };
  }
  const text = execFileSync("ps", ["-p", String(pid), "-o", "ppid=,args="], { encoding: "utf8" });
  const [, ppid, command] = /^\s*(\d+)\s+(.*)/.exec(text) ?? [];
  return { ppid: Number(ppid), command: command ?? "" };
}

function readOwner(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** Whether that very process still lives. */
function isAlive(owner) {
  return owner !== undefined && processIdentity(owner.pid) === owner.identity;
}

/**
 * Takes the lock for this process, also from a process that no longer lives.
 *
 * @param {string} file
 * @returns {{ held: true, release: () => void } | { held: false, pid: number, ending: boolean }}
 *   `held: false` names the living process that has it; `ending` when its npm is gone, so that it
 *   is about to stop by itself
 */
function acquireLock(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const mine = { pid: process.pid, identity: processIdentity(process.pid), npm: npmAround() };
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify(mine));
  try {
    for (;;) {
      try {
        // A link either appears whole or not at all: nobody reads a half-written lock.
        fs.linkSync(draft, file);
        return { held: true, release: () => releaseLock(file, mine) };
      } catch (error) {
        if (error.code !== "EEXIST") {
          throw error;
        }
      }
      const owner = readOwner(file);
      if (owner !== undefined && owner.pid === mine.pid && owner.identity === mine.identity) {
        return { held: true, release: () => releaseLock(file, mine) };
      }
      if (isAlive(owner)) {
        return { held: false, pid: owner.pid, ending: !(owner.npm ?? []).every(isAlive) };
      }
      clearStale(file, owner);
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** Moves the stale lock away; puts it back when it turns out to be another starter's fresh one. */
function clearStale(file, stale) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") {
      return;
    }
    throw error;
  }
  const moved = readOwner(aside);
  const isTheStaleOne = JSON.stringify(moved) === JSON.stringify(stale);
  if (!isTheStaleOne && isAlive(moved)) {
    fs.renameSync(aside, file);
  } else {
    fs.rmSync(aside, { force: true });
  }
}

function releaseLock(file, mine) {
  const owner = readOwner(file);
  if (owner !== undefined && owner.pid === mine.pid && owner.identity === mine.identity) {
    fs.rmSync(file, { force: true });
  }
}

module.exports = { acquireLock, isAlive, npmAround, processIdentity };
