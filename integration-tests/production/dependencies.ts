import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync } from "node:fs";
import { readFileSync, readlinkSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";

interface LockedPackage {
  link?: boolean;
  resolved?: string;
}

/**
 * Lays out what `npm ci --omit=dev` would install from the build's own lockfile, out of the packages
 * that this checkout has: hard links where it can be, so that it takes a second. The build's workspaces are linked to as npm links them.
 */
export function linkDependencies(root: string, app: string): void {
  const lock = JSON.parse(readFileSync(join(app, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  for (const [place, { link, resolved = "" }] of Object.entries(lock.packages)) {
    const target = join(app, place);
    if (link) {
      mkdirSync(dirname(target), { recursive: true });
      symlinkSync(relative(dirname(target), join(app, resolved)), target);
    } else if (isTopmost(place) && existsSync(join(root, place))) {
      // Packages for other systems are in the lockfile and not on this machine.
      linkTree(join(root, place), target);
    }
  }
}

/** In a node_modules folder that is not itself inside a package: those come with their package. */
function isTopmost(place: string): boolean {
  return place.split("node_modules/").length === 2;
}

function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkOrCopy(source, target);
  }
}

/** Another file system can only be copied to. */
function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if ((error as { code?: string }).code !== "EXDEV") throw error;
    copyFileSync(source, target);
  }
}
