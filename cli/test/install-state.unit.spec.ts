import fs from "node:fs";
import path from "node:path";
import { installNeed, writeInstallStamp } from "../bin/bootstrap/install-state.cjs";
import { temporaryFolder, writeFiles } from "./temporary-folder";

const folder = temporaryFolder();
let count = 0;

const manifest = { name: "shop", dependencies: { pg: "8.20.0" } };
const elsewhere = process.platform === "linux" ? "darwin" : "linux";
const locked = {
  "": manifest,
  "node_modules/pg": { version: "8.20.0", integrity: "sha512-a" },
  "node_modules/pg/node_modules/inner": { version: "1.0.0" },
  "node_modules/@mall/kernel": { resolved: "packages/kernel", link: true },
  "packages/kernel": { name: "@mall/kernel" },
  "node_modules/only-elsewhere": { version: "1.0.0", optional: true, os: [elsewhere] },
};

/** A checkout in which everything is installed, except for what `change` breaks. */
function checkout(change: (root: string) => void = () => undefined): string {
  count += 1;
  const root = path.join(folder, String(count));
  const installed = { ...locked, "": undefined, "node_modules/only-elsewhere": undefined };
  writeFiles(root, {
    "package.json": JSON.stringify(manifest),
    "package-lock.json": JSON.stringify({ packages: locked }),
    "packages/kernel/package.json": JSON.stringify({ name: "@mall/kernel" }),
    "node_modules/.package-lock.json": JSON.stringify({ packages: installed }),
    "node_modules/pg/package.json": "{}",
    "node_modules/pg/node_modules/inner/package.json": "{}",
  });
  fs.mkdirSync(path.join(root, "node_modules/@mall"));
  fs.symlinkSync("../../packages/kernel", path.join(root, "node_modules/@mall/kernel"));
  change(root);
  return root;
}

const relock = (root: string, packages: Record<string, unknown>): void =>
  writeFiles(root, {
    "package-lock.json": JSON.stringify({ packages: { ...locked, ...packages } }),
  });
const remove = (root: string, name: string): void =>
  fs.rmSync(path.join(root, name), { recursive: true });

describe("what has to be installed", () => {
  it("is nothing when node_modules holds what the lockfile asks for", () => {
    expect(installNeed(checkout())).toBeUndefined();
  });

  it("is everything on a fresh clone", () => {
    expect(installNeed(checkout((root) => remove(root, "node_modules")))).toEqual({
      reason: "nothing is installed yet",
      how: "clean",
    });
  });

  it("is everything after an install that was interrupted", () => {
    const root = checkout((at) => remove(at, "node_modules/.package-lock.json"));
    expect(installNeed(root)).toEqual({
      reason: "the last install was not finished",
      how: "clean",
    });
  });

  it.each([
    [
      "a package with another version in the lockfile",
      "pg changed to 8.21.0",
      (root: string) =>
        relock(root, { "node_modules/pg": { version: "8.21.0", integrity: "sha512-a" } }),
    ],
    [
      "a package with another content in the lockfile",
      "pg changed to 8.20.0",
      (root: string) =>
        relock(root, { "node_modules/pg": { version: "8.20.0", integrity: "sha512-b" } }),
    ],
    [
      "a package that is new in the lockfile",
      "zod is missing",
      (root: string) => relock(root, { "node_modules/zod": { version: "4.0.0" } }),
    ],
    [
      "a package that somebody deleted",
      "inner is missing",
      (root: string) => remove(root, "node_modules/pg/node_modules/inner"),
    ],
    [
      "a workspace that is not linked",
      "@mall/kernel is not linked",
      (root: string) => remove(root, "node_modules/@mall/kernel"),
    ],
  ])("is %s", (_, reason, change) => {
    expect(installNeed(checkout(change))).toEqual({ reason, how: "repair" });
  });

  it("is the lockfile too when a package.json was edited", () => {
    const edited = { ...manifest, dependencies: { pg: "8.20.0", zod: "4.0.0" } };
    const root = checkout((at) => writeFiles(at, { "package.json": JSON.stringify(edited) }));
    expect(installNeed(root)).toEqual({ reason: "package.json was edited", how: "update" });
  });

  it("is a package for this kind of machine, until an install went well without it", () => {
    const root = checkout((at) =>
      relock(at, {
        "node_modules/native": { version: "1.0.0", optional: true, os: [process.platform] },
      }),
    );
    expect(installNeed(root)).toEqual({ reason: "native is missing", how: "repair" });
    writeInstallStamp(root);
    expect(installNeed(root)).toBeUndefined();
  });
});
