import fs from "node:fs";
import path from "node:path";
import { errorCode } from "./errors";

/** The text of a file; undefined when there is none, or no longer (ESRCH: a file of a process that ended). */
export function readTextIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ESRCH") {
      return undefined;
    }
    throw error;
  }
}

/** The JSON of a file; undefined when there is none or when a crash left it unreadable. */
export function readJsonIfThere(file: string): unknown {
  const text = readTextIfThere(file);
  if (text === undefined) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Replaces a file as a whole: a reader sees the old or the new text, never a half.
 *
 * @param mode permission bits; 0o600 for what holds a secret
 */
export function writeFileAtomically(file: string, text: string, mode = 0o644): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${String(process.pid)}.tmp`;
  fs.writeFileSync(draft, text, { mode });
  fs.renameSync(draft, file);
}

/** All files below `directory`, as absolute paths in a stable order; none when it does not exist. */
export function filesBelow(directory: string): string[] {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") {
      return [];
    }
    throw error;
  }
  return entries
    .filter((entry) => entry.name !== "node_modules" && !entry.name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(directory, entry.name);
      return entry.isDirectory() ? filesBelow(full) : [full];
    });
}
