import { spawnSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { readJson } from "./workspaces.mjs";

/**
 * The part of the checkout's lockfile that the build needs: npm itself takes out what the build's
 * package.json no longer names. Nothing is fetched and no version changes.
 */
export function lockDependencies(root, draft) {
  const file = join(draft, "package-lock.json");
  copyFileSync(join(root, "package-lock.json"), file);
  const args = ["install", "--package-lock-only", "--offline", "--ignore-scripts", "--silent"];
  const npm = spawnSync("npm", args, { cwd: draft, encoding: "utf8" });
  if (npm.status !== 0) {
    throw new Error(`npm could not reduce the lockfile:\n${npm.error ?? npm.stdout + npm.stderr}`);
  }
  const lock = readJson(file);
  const packages = Object.entries(lock.packages).filter(isWanted(lock.packages[""].workspaces));
  writeFileSync(
    file,
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`,
  );
}

/**
 * npm 10 leaves in what npm 11 takes out: workspaces that are gone, and packages that are wanted
 * only by those who would also do without, such as TypeScript.
 */
function isWanted(workspaces) {
  return ([place, { peer, optional }]) => {
    const isWorkspace = place !== "" && !place.includes("node_modules/");
    return isWorkspace ? workspaces.includes(place) : !(peer && optional);
  };
}
