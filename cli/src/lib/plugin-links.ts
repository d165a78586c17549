import fs from "node:fs";
import path from "node:path";
import { errorCode } from "./errors";
import { readTextIfThere, writeFileAtomically } from "./files";

/**
 * Lets Medusa load every plugin of the checkout from its TypeScript source: Medusa looks for plugins
 * in `<plugin>/.medusa/server/src`, so that becomes a link to `<plugin>/src`. A real build of a
 * plugin that is in its place is replaced. The links are local to the machine and not committed.
 *
 * @param root the checkout
 * @returns the plugin folders
 */
export function linkPlugins(root: string): string[] {
  const plugins = pluginFolders(root);
  for (const plugin of plugins) {
    linkPlugin(plugin);
  }
  return plugins;
}

/** The folders of all plugins: `plugins/*` and `admin-extensions`, as absolute paths. */
export function pluginFolders(root: string): string[] {
  const parent = path.join(root, "plugins");
  const names = fs.existsSync(parent) ? fs.readdirSync(parent).sort() : [];
  return [
    ...names.map((name) => path.join(parent, name)),
    path.join(root, "admin-extensions"),
  ].filter((folder) => fs.existsSync(path.join(folder, "package.json")));
}

function linkPlugin(plugin: string): void {
  const built = path.join(plugin, ".medusa", "server");
  const link = path.join(built, "src");
  const source = path.join(plugin, "src");
  fs.mkdirSync(source, { recursive: true });
  fs.mkdirSync(built, { recursive: true });
  if (linkTarget(link) !== path.join("..", "..", "src")) {
    fs.rmSync(link, { recursive: true, force: true });
    fs.symlinkSync(path.join("..", "..", "src"), link, "dir");
  }
  // From here Medusa learns that the admin pages are sources, and where.
  const options = path.join(built, "medusa-plugin-options.json");
  const wanted = `${JSON.stringify({ srcDir: source })}\n`;
  if (readTextIfThere(options) !== wanted) {
    writeFileAtomically(options, wanted);
  }
}

function linkTarget(link: string): string | undefined {
  try {
    return fs.readlinkSync(link);
  } catch (error) {
    // EINVAL: something else than a link.
    if (errorCode(error) === "ENOENT" || errorCode(error) === "EINVAL") {
      return undefined;
    }
    throw error;
  }
}
