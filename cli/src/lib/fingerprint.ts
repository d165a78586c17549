import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { filesBelow } from "./files";

/**
 * One value that changes when any of these files, their names or the extra facts change.
 *
 * @param root the checkout; names count relative to it, so that a moved checkout stays the same
 * @param places files and folders relative to `root`; one that does not exist counts as empty
 * @param facts further things the result depends on, such as a setting
 * @param keep which of the found files count, by their path relative to `root`; all unless told
 * @returns 64 hexadecimal digits
 */
export function fingerprint(
  root: string,
  places: readonly string[],
  facts: Readonly<Record<string, string | undefined>> = {},
  keep: (file: string) => boolean = () => true,
): string {
  const hash = createHash("sha256");
  const files = places.flatMap((place) => filesAt(path.join(root, place)));
  const names = [...new Set(files.map((file) => path.relative(root, file)))].filter(keep).sort();
  for (const name of names) {
    const content = fs.readFileSync(path.join(root, name));
    // Lengths, so that no two lists of files run together to the same bytes.
    hash.update(`file ${name} ${String(content.length)}\n`).update(content);
  }
  for (const [fact, value] of Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`fact ${JSON.stringify([fact, value ?? null])}\n`);
  }
  return hash.digest("hex");
}

function filesAt(place: string): string[] {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (stat === undefined) {
    return [];
  }
  return stat.isDirectory() ? filesBelow(place) : [place];
}
