import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Something that not every machine has. */
export interface Need {
  name: string;
  /** How to get it, said at the end of a run that went without. */
  remedy: string;
  /** Its address or program; undefined when it is not here. */
  found: string | undefined;
}

export const chromium: Need = {
  name: "Chromium",
  remedy: "install chromium, or set MALL_TEST_CHROMIUM to a Chrome",
  found: process.env.MALL_TEST_CHROMIUM || program("chromium", "chromium-browser", "google-chrome"),
};

export const nginx: Need = { name: "nginx", remedy: "install nginx", found: program("nginx") };

/**
 * A `describe` that is skipped where something is missing; the end of the run says what and why.
 *
 * @example describeWith(chromium, "the admin", (program) => { it("…", …) })
 */
export function describeWith(need: Need, title: string, suite: (found: string) => void): void {
  if (need.found !== undefined) {
    const { found } = need;
    describe(title, () => suite(found));
    return;
  }
  // The reporter reads the brackets.
  describe.skip(`${title} [needs ${need.name}: ${need.remedy}]`, () => suite(""));
}

/** The first of these programs that is on the PATH, or where Debian keeps what only root runs. */
function program(...names: string[]): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}
