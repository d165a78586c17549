/**
 * `npm run build [-- --out <folder>] [--admin <folder>]`: makes a folder that runs in production
 * without TypeScript and without development dependencies: `cd .mall/build && npm ci && npm start`.
 *
 *   --out    where to put it; `.mall/build` unless told
 *   --admin  a finished admin build to copy instead of making one, which takes a minute
 *
 * Nothing else in the checkout is written. Types are not checked: `npm run check` does.
 */
import { mkdirSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { buildAdmin, copyAdmin } from "./production/admin.mjs";
import { compileRoot, compileWorkspace } from "./production/compile.mjs";
import { replaceFolder } from "./production/files.mjs";
import { lockDependencies } from "./production/lock.mjs";
import { writeManifests } from "./production/manifests.mjs";
import { copyPrograms } from "./production/programs.mjs";
import { productionWorkspaces } from "./production/workspaces.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({ options: { out: { type: "string" }, admin: { type: "string" } } });
const out = resolve(values.out ?? join(root, ".mall", "build"));
// Built beside and renamed at the end: an interrupted build leaves the former one whole.
const draft = join(dirname(out), `${basename(out)}.${process.pid}`);

try {
  mkdirSync(draft, { recursive: true });
  const workspaces = productionWorkspaces(root);
  await step("compile", async () => {
    await compileRoot(root, draft);
    for (const workspace of workspaces) await compileWorkspace(root, draft, workspace);
    copyPrograms(root, draft);
  });
  await step("lock dependencies", () => {
    writeManifests(root, draft, workspaces);
    lockDependencies(root, draft);
  });
  await step("admin", () =>
    values.admin ? copyAdmin(resolve(values.admin), draft) : buildAdmin(root, draft, workspaces),
  );
  replaceFolder(draft, out);
  console.log(`built ${out}`);
} finally {
  rmSync(draft, { recursive: true, force: true });
}

async function step(name, work) {
  const begin = performance.now();
  await work();
  console.log(`${name}: ${Math.round(performance.now() - begin)} ms`);
}
