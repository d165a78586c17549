import { extname } from "node:path";

import { read, trackedFiles, workspaces } from "./workspace";

const exactVersion = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
/** Packages of Medusa with a version count of their own. */
const countedApart = new Set(["@medusajs/eslint-plugin", "@medusajs/ui"]);
/** Two copies of one of these break at run time: context, entities and schemas are compared by identity. */
const onlyOnce = [
  "react",
  "react-dom",
  "react-router-dom",
  "@tanstack/react-query",
  "zod",
  "pg",
  "ioredis",
  "awilix",
  "@mikro-orm/core",
  "@mikro-orm/postgresql",
  "@medusajs/framework",
];
const binary = new Set([".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico", ".woff2", ".ttf"]);

interface Demand {
  by: string;
  name: string;
  version: string;
}

const demands: Demand[] = workspaces().flatMap(({ folder, manifest }) =>
  [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies].flatMap((list) =>
    Object.entries(list ?? {}).map(([name, version]) => ({ by: folder, name, version })),
  ),
);

const lockfile = JSON.parse(read("package-lock.json")) as {
  packages: Record<string, { resolved?: string; link?: boolean; version?: string }>;
};

describe("dependencies", () => {
  it("are pinned exactly, so that every machine gets the same code", () => {
    expect(demands.length).toBeGreaterThan(50);
    expect(demands.filter(({ version }) => !exactVersion.test(version))).toEqual([]);
  });

  it("have one version in all workspaces", () => {
    const versions = new Map<string, Set<string>>();
    for (const { name, version } of demands) {
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
    const split = [...versions].filter(([, found]) => found.size > 1);
    expect(split).toEqual([]);
  });

  it("have one and the same version of everything of Medusa", () => {
    const medusa = demands.filter(
      ({ name }) => name.startsWith("@medusajs/") && !countedApart.has(name),
    );
    expect([...new Set(medusa.map(({ version }) => version))]).toHaveLength(1);
  });

  it.each(onlyOnce)("hold a single copy of %s", (name) => {
    const copies = Object.keys(lockfile.packages).filter(
      (path) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`),
    );
    expect(copies).toEqual([`node_modules/${name}`]);
  });

  it("are locked without the address of a registry, so that any registry can serve them", () => {
    const addresses = Object.entries(lockfile.packages).filter(
      ([, { resolved, link }]) => resolved !== undefined && link !== true,
    );
    expect(addresses).toEqual([]);
    expect(read("package-lock.json")).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });
});

describe("tracked files", () => {
  const texts = trackedFiles()
    .filter((file) => !binary.has(extname(file)))
    .map((file) => [file, read(file)] as const);

  it("name no folder of a particular machine", () => {
    // Not of a machine: /home/node is the home of the image's user.
    const folders = ["work", "root", "home(?!/node\\b)", "Users"].join("|");
    const machine = new RegExp(`(^|[\\s"'\`(=:])/(${folders})/\\w`, "m");
    expect(texts.filter(([, text]) => machine.test(text)).map(([file]) => file)).toEqual([]);
  });

  it("name no package registry", () => {
    const registry = new RegExp(["registry", "(npmjs|npmmirror|yarnpkg)"].join("\\."));
    expect(texts.filter(([, text]) => registry.test(text)).map(([file]) => file)).toEqual([]);
  });

  it("hold no private key but those that are made for tests", () => {
    const key = new RegExp(`-----BEGIN ([A-Z]+ )?${["PRIVATE", "KEY"].join(" ")}-----\\s+\\S{40}`);
    const withKey = texts.filter(([, text]) => key.test(text)).map(([file]) => file);
    expect(withKey.filter((file) => !/(^|\/)(test|integration-tests)\//.test(file))).toEqual([]);
  });
});
