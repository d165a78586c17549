import fs from "node:fs";
import path from "node:path";
import { adminFingerprint } from "../src/lib/admin-build";
import { fingerprint } from "../src/lib/fingerprint";
import { migrationsFingerprint } from "../src/lib/migrations";
import { temporaryFolder, writeFiles } from "./temporary-folder";

const folder = temporaryFolder();
let count = 0;

function checkout(files: Readonly<Record<string, string>>): string {
  count += 1;
  const root = path.join(folder, String(count));
  writeFiles(root, files);
  return root;
}

describe("a fingerprint", () => {
  const files = { "a/one.ts": "1", "a/two.ts": "2", lock: "x" };
  const places = ["a", "lock", "missing"];
  const original = fingerprint(checkout(files), places);

  it("is the same for the same files, wherever they lie and whatever the order of places", () => {
    expect(fingerprint(checkout(files), [...places].reverse())).toBe(original);
  });

  it.each([
    ["a content changes", { ...files, "a/one.ts": "one" }],
    ["a file appears", { ...files, "a/three.ts": "" }],
    ["a file is renamed", { "a/uno.ts": "1", "a/two.ts": "2", lock: "x" }],
    ["text moves from one file to the next", { ...files, "a/one.ts": "", "a/two.ts": "12" }],
  ])("changes when %s", (_, changed) => {
    expect(fingerprint(checkout(changed), places)).not.toBe(original);
  });

  it("changes with the facts, and tells an unset fact from an empty one", () => {
    const root = checkout(files);
    const all = [{}, { redis: "yes" }, { redis: "" }, { redis: undefined }].map((facts) =>
      fingerprint(root, places, facts),
    );
    expect(new Set(all).size).toBe(4);
  });

  it("leaves out installed packages and dot-folders", () => {
    const root = checkout({
      ...files,
      "a/node_modules/p/index.js": "",
      "a/.medusa/server/x.ts": "",
    });
    expect(fingerprint(root, places)).toBe(original);
  });
});

const repository = {
  "package-lock.json": "{}",
  "medusa-config.ts": "",
  "src/configuration/admin.ts": "",
  "src/api/route.ts": "",
  "plugins/pay/src/modules/pay/models/payment.ts": "",
  "plugins/pay/src/modules/pay/service.ts": "",
  "plugins/pay/src/modules/pay/migrations/1.ts": "",
  "plugins/pay/src/links/order.ts": "",
  "plugins/pay/src/admin/page.tsx": "",
  "admin-extensions/src/admin/page.tsx": "",
};

describe.each([
  [
    "migrations",
    migrationsFingerprint,
    [
      "package-lock.json",
      "medusa-config.ts",
      "plugins/pay/src/modules/pay/models/payment.ts",
      "plugins/pay/src/modules/pay/migrations/1.ts",
      "plugins/pay/src/links/order.ts",
    ],
  ],
  [
    "the admin build",
    adminFingerprint,
    [
      "package-lock.json",
      "medusa-config.ts",
      "src/configuration/admin.ts",
      "plugins/pay/src/admin/page.tsx",
      "admin-extensions/src/admin/page.tsx",
    ],
  ],
] as const)("the fingerprint of %s", (_, calculate, counted) => {
  const root = checkout(repository);
  const before = calculate(root, {});
  const afterChange = (file: string): string => {
    fs.writeFileSync(path.join(root, file), "changed");
    const after = calculate(root, {});
    fs.writeFileSync(path.join(root, file), repository[file as keyof typeof repository]);
    return after;
  };

  it.each([...counted])("changes with %s", (file) => {
    expect(afterChange(file)).not.toBe(before);
  });

  it.each(["src/api/route.ts", "plugins/pay/src/modules/pay/service.ts"])("ignores %s", (file) => {
    expect(afterChange(file)).toBe(before);
  });
});

it("migrations depend on whether there is Redis, because modules do", () => {
  const root = checkout(repository);
  expect(migrationsFingerprint(root, { REDIS_URL: "redis://x" })).not.toBe(
    migrationsFingerprint(root, {}),
  );
});
