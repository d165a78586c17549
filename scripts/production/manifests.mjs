import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { sourceFolder } from "./compile.mjs";
import { readJson } from "./workspaces.mjs";

/** What compiles and runs TypeScript; npm start needs it at run time, a build does not. */
const FOR_TYPESCRIPT = ["@swc/core", "ts-node", "typescript"];

/**
 * What a package of production loads without depending on it, and finds in a checkout only because
 * a development tool brings it: `ajv-draft-04` calls `ajv` an optional peer and loads it always.
 */
const UNDECLARED = ["ajv"];

/**
 * Writes the package.json of the build and of each workspace in it.
 *
 * @param {import("./workspaces.mjs").Workspace[]} workspaces
 */
export function writeManifests(root, draft, workspaces) {
  const { packages } = readJson(join(root, "package-lock.json"));
  const undeclared = UNDECLARED.map((name) => [name, packages[`node_modules/${name}`].version]);
  const manifest = rootManifest(readJson(join(root, "package.json")), workspaces);
  Object.assign(manifest.dependencies, Object.fromEntries(undeclared));
  write(draft, ".", manifest);
  for (const workspace of workspaces) {
    write(draft, workspace.folder, workspaceManifest(draft, workspace));
  }
  copyFileSync(join(root, ".npmrc"), join(draft, ".npmrc"));
}

function rootManifest({ devDependencies: _, allowScripts: __, ...manifest }, workspaces) {
  const dependencies = Object.entries(manifest.dependencies);
  return {
    ...manifest,
    workspaces: workspaces.map(({ folder }) => folder),
    scripts: {
      start: "medusa start",
      migrate: "node bin/migrate.mjs",
      healthcheck: "node bin/healthcheck.mjs",
    },
    dependencies: Object.fromEntries(
      dependencies.filter(([name]) => !FOR_TYPESCRIPT.includes(name)),
    ),
  };
}

function workspaceManifest(draft, workspace) {
  const { devDependencies: _, ...manifest } = workspace.manifest;
  const exports = Object.entries(manifest.exports)
    .map(([subpath, target]) => [subpath, compiledTarget(target, workspace)])
    .filter(([, target]) => isThere(join(draft, workspace.folder), target));
  return { ...manifest, exports: Object.fromEntries(exports) };
}

/** "./src/modules/*\/index.ts" → "./.medusa/server/src/modules/*\/index.js" in a plugin. */
function compiledTarget(target, workspace) {
  if (typeof target !== "string") {
    throw new Error(`${workspace.name} exports something else than a file: teach the build`);
  }
  return target.replace(/^\.\/src\/(.*)\.ts$/, `./${sourceFolder(workspace)}/$1.js`);
}

/** The sources of the admin are not in a build: what exports them goes. */
function isThere(folder, target) {
  const isModule = target.endsWith(".js") && !target.includes("*");
  return !isModule || existsSync(join(folder, target));
}

function write(draft, folder, manifest) {
  const file = join(draft, folder, "package.json");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}
