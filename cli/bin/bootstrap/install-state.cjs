"use strict";
// Whether node_modules holds what package-lock.json asks for. npm itself writes down what it
// installed (node_modules/.package-lock.json, as its last act), so an install that somebody made by
// hand counts too, and one that was interrupted does not.

const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const STAMP = ".mall-install.json";

/**
 * What has to be installed, and how; undefined when node_modules is complete.
 *
 * `clean` begins anew from the lockfile. `repair` changes an install that was finished once into
 * what the lockfile asks for: quick, and without the network it leaves what is there. `update` also
 * brings the lockfile up to date with a package.json that somebody edited.
 *
 * @param {string} root the checkout
 * @returns {{ reason: string, how: "clean" | "repair" | "update" } | undefined}
 */
function installNeed(root) {
  const modules = path.join(root, "node_modules");
  const lock = readJson(path.join(root, "package-lock.json"));
  if (lock === undefined) {
    return { reason: "there is no package-lock.json", how: "update" };
  }
  const edited = editedManifest(root, lock);
  if (edited !== undefined) {
    return { reason: `${edited} was edited`, how: "update" };
  }
  const installed = readJson(path.join(modules, ".package-lock.json"));
  if (installed === undefined) {
    const begun = fs.existsSync(modules);
    return {
      reason: begun ? "the last install was not finished" : "nothing is installed yet",
      how: "clean",
    };
  }
  const accepted = stampMatches(root);
  for (const [place, wanted] of Object.entries(lock.packages)) {
    // Everything outside node_modules is a workspace: its own source, not installed.
    if (!place.startsWith("node_modules/") && !place.includes("/node_modules/")) {
      continue;
    }
    const problem = packageProblem(root, place, wanted, installed.packages[place], accepted);
    if (problem !== undefined) {
      return { reason: problem, how: "repair" };
    }
  }
  return undefined;
}

/** The package.json of the root or of a workspace that asks for something else than the lockfile says. */
function editedManifest(root, lock) {
  const places = Object.keys(lock.packages).filter((place) => !/(^|\/)node_modules\//.test(place));
  return places
    .map((place) => path.join(place, "package.json"))
    .find((file) => {
      const manifest = readJson(path.join(root, file));
      const locked = lock.packages[path.dirname(file) === "." ? "" : path.dirname(file)];
      return (
        manifest !== undefined &&
        ["dependencies", "devDependencies", "optionalDependencies"].some(
          (kind) => !sameEntries(manifest[kind] ?? {}, locked[kind] ?? {}),
        )
      );
    });
}

function sameEntries(a, b) {
  const [first, second] = [a, b].map((map) => JSON.stringify(Object.entries(map).sort()));
  return first === second;
}

function packageProblem(root, place, wanted, found, accepted) {
  const name = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
  if (wanted.link) {
    return fs.existsSync(path.join(root, place)) ? undefined : `${name} is not linked`;
  }
  if (found === undefined) {
    // npm leaves out what is optional and meant for another machine, or failed to install; what was
    // left out on this machine once, with this lockfile, is not missed again.
    const missed = wanted.optional ? !accepted && isForThisMachine(wanted) : !wanted.peer;
    return missed ? `${name} is missing` : undefined;
  }
  if (found.version !== wanted.version || found.integrity !== wanted.integrity) {
    return `${name} changed to ${wanted.version}`;
  }
  return fs.existsSync(path.join(root, place, "package.json")) ? undefined : `${name} is missing`;
}

function isForThisMachine(wanted) {
  return (
    wanted.os !== undefined &&
    wanted.os.includes(process.platform) &&
    (wanted.cpu === undefined || wanted.cpu.includes(process.arch)) &&
    wanted.libc === undefined
  );
}

/** Remembers that an install with this lockfile went well on this kind of machine. */
function writeInstallStamp(root) {
  fs.writeFileSync(path.join(root, "node_modules", STAMP), JSON.stringify(expectedStamp(root)));
}

function stampMatches(root) {
  const stamp = readJson(path.join(root, "node_modules", STAMP));
  const expected = expectedStamp(root);
  return stamp !== undefined && stamp.lock === expected.lock && stamp.machine === expected.machine;
}

function expectedStamp(root) {
  const lock = fs.readFileSync(path.join(root, "package-lock.json"));
  return {
    lock: crypto.createHash("sha256").update(lock).digest("hex"),
    machine: `${process.platform}-${process.arch}`,
  };
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

module.exports = { installNeed, writeInstallStamp };
