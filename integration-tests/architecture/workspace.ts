import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** The repository's root folder. */
export const root = join(__dirname, "..", "..");

export interface Manifest {
  name: string;
  license?: string;
  exports?: Record<string, string>;
  workspaces?: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

export interface Workspace {
  /** Folder, relative to the root; "." for the root itself. */
  folder: string;
  manifest: Manifest;
}

/** The root and every workspace that its package.json lists. */
export function workspaces(): Workspace[] {
  const patterns = readManifest(".").workspaces ?? [];
  const folders = patterns.flatMap((pattern) => {
    if (!pattern.endsWith("/*")) return [pattern];
    const parent = pattern.slice(0, -2);
    return readdirSync(join(root, parent)).map((name) => join(parent, name));
  });
  return [".", ...folders]
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .map((folder) => ({ folder, manifest: readManifest(folder) }));
}

/** The Medusa plugins that hold a business capability: plugins/*. */
export function plugins(): Workspace[] {
  return workspaces().filter(({ folder }) => folder.startsWith("plugins/"));
}

/** Every file that is, or is about to be, under version control; paths relative to the root. */
export function trackedFiles(): string[] {
  const list = execFileSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  return list.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
}

/** All TypeScript files under a folder; paths relative to the root, none when there is no such folder. */
export function typescriptFiles(folder: string): string[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(node_modules|\.medusa|dist)\//.test(file))
    .sort();
}

/** The text of a file of the repository. */
export function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

function readManifest(folder: string): Manifest {
  return JSON.parse(read(join(folder, "package.json"))) as Manifest;
}
