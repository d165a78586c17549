import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { transformFile } from "@swc/core";

/** The same as in jest.config.cjs and ts-node: what runs in production is what was tested. */
const options = {
  configFile: false,
  swcrc: false,
  sourceMaps: true,
  jsc: {
    parser: { syntax: "typescript", decorators: true },
    transform: { decoratorMetadata: true, legacyDecorator: true },
    target: "es2022",
    keepClassNames: true,
  },
  // import() of a package that is an ES module has to stay import().
  module: { type: "commonjs", ignoreDynamic: true },
};

/** Compiles the composition root and the configuration. */
export async function compileRoot(root, draft) {
  await compileTree(join(root, "src"), join(draft, "src"));
  makeMigrationFolders(join(draft, "src"));
  await compileFile(join(root, "medusa-config.ts"), join(draft, "medusa-config.js"));
}

/**
 * Compiles one workspace to where it is loaded from.
 *
 * @param {import("./workspaces.mjs").Workspace} workspace
 */
export async function compileWorkspace(root, draft, workspace) {
  const target = join(draft, workspace.folder, sourceFolder(workspace));
  mkdirSync(target, { recursive: true });
  await compileTree(join(root, workspace.folder, "src"), target);
  makeMigrationFolders(target);
}

/** Medusa makes those that are missing when it migrates, which it may not do in a container. */
function makeMigrationFolders(target) {
  for (const kind of ["modules", "providers"]) {
    const parent = join(target, kind);
    if (!existsSync(parent)) continue;
    for (const name of readdirSync(parent)) {
      mkdirSync(join(parent, name, "migrations"), { recursive: true });
    }
  }
}

/** Where the compiled sources of a workspace are, below its folder. */
export function sourceFolder({ isPlugin }) {
  return isPlugin ? ".medusa/server/src" : "src";
}

/** TypeScript becomes JavaScript; everything else, such as a picture, comes along as it is. */
async function compileTree(from, to) {
  const entries = readdirSync(from, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(from, join(entry.parentPath, entry.name)))
    .filter(isNeeded);
  await Promise.all(
    files.map((file) =>
      file.endsWith(".ts")
        ? compileFile(join(from, file), join(to, `${file.slice(0, -3)}.js`))
        : copy(join(from, file), join(to, file)),
    ),
  );
}

function isNeeded(file) {
  // The admin is bundled from its sources; dot-files are snapshots of the migration generator.
  const isAdmin = file.split(sep)[0] === "admin";
  return !isAdmin && !file.endsWith(".d.ts") && !basename(file).startsWith(".");
}

async function compileFile(from, to) {
  const { code, map } = await transformFile(from, options);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, `${code}//# sourceMappingURL=${basename(to)}.map\n`);
  writeFileSync(`${to}.map`, withSource(map, basename(from)));
}

/** No path of the machine that built it. */
function withSource(map, source) {
  return JSON.stringify({ ...JSON.parse(map), sources: [source], sourceRoot: "" });
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
