import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** A folder that lives as long as the tests of this file. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mall-cli-"));
  // For the unprivileged user as which root runs PostgreSQL.
  fs.chmodSync(folder, 0o755);
  afterAll(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes files, by their path relative to `folder`. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
}
