import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {object} Workspace
 * @property {string} name "@mall/wechat-pay"
 * @property {string} folder relative to the checkout: "plugins/wechat-pay"
 * @property {boolean} isPlugin Medusa loads a plugin from `.medusa/server/src`, not from `src`
 * @property {Record<string, any>} manifest its package.json
 */

/**
 * The workspaces that run in production: those that the root depends on, and what these depend on.
 * The command line and the simulator are development dependencies of the root and stay out.
 *
 * @param {string} root the checkout
 * @returns {Workspace[]}
 */
export function productionWorkspaces(root) {
  const all = new Map(workspaces(root).map((workspace) => [workspace.name, workspace]));
  const needed = new Set();
  const visit = (manifest) => {
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const workspace = all.get(name);
      if (workspace === undefined || needed.has(workspace)) continue;
      needed.add(workspace);
      visit(workspace.manifest);
    }
  };
  visit(readJson(join(root, "package.json")));
  return [...needed].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function workspaces(root) {
  const { workspaces: patterns } = readJson(join(root, "package.json"));
  return patterns
    .flatMap((pattern) => foldersOf(root, pattern))
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .map((folder) => {
      const manifest = readJson(join(root, folder, "package.json"));
      const isPlugin = manifest.keywords?.includes("medusa-plugin") ?? false;
      return { name: manifest.name, folder, isPlugin, manifest };
    });
}

/** "plugins/*" or "cli"; npm's other patterns are not used here. */
function foldersOf(root, pattern) {
  if (!pattern.endsWith("/*")) return [pattern];
  const parent = pattern.slice(0, -2);
  return readdirSync(join(root, parent)).map((name) => `${parent}/${name}`);
}

/** @returns {any} */
export function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}
