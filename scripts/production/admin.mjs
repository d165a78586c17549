import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bundler = join(dirname(fileURLToPath(import.meta.url)), "bundle-admin.cjs");

/** Where the server serves the admin from, below the folder it runs in. */
const PLACE = "public/admin";

/** Takes over a finished admin build. */
export function copyAdmin(finished, draft) {
  if (!existsSync(join(finished, "index.html"))) {
    throw new Error(`${finished} is no finished admin build: it has no index.html`);
  }
  cpSync(finished, join(draft, PLACE), { recursive: true });
}

/**
 * Bundles the admin with the pages of all plugins.
 *
 * @param {import("./workspaces.mjs").Workspace[]} workspaces
 */
export function buildAdmin(root, draft, workspaces) {
  const sources = [
    ...workspaces.filter(({ isPlugin }) => isPlugin).map(({ folder }) => folder),
    ".",
  ]
    .map((folder) => join(root, folder, "src", "admin"))
    .filter(existsSync);
  // The bundler writes its entry files below the current directory, and looks for packages from there.
  const scratch = join(root, ".mall", `admin-entry.${process.pid}`);
  mkdirSync(scratch, { recursive: true });
  const { status, error } = spawnSync(
    process.execPath,
    [bundler, root, join(draft, PLACE), ...sources],
    { cwd: scratch, stdio: "inherit", env: { ...process.env, NODE_ENV: "production" } },
  );
  rmSync(scratch, { recursive: true });
  if (status !== 0) throw new Error(`The admin could not be built: ${error ?? `status ${status}`}`);
}
