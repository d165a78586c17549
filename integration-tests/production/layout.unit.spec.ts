import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { parseDocument } from "yaml";

import { SETTINGS } from "@mall/configuration";

import { root } from "../runner/paths";
import { interpolate, readCompose, serviceOf } from "./compose-file";
import { readDockerfile } from "./dockerfile";
import { readImage } from "./image";

const composeFile = join(root, "docker-compose.yml");
const text = readFileSync(composeFile, "utf8");
const documented = parseEnv(readFileSync(join(root, "deploy", ".env.example"), "utf8"));
/** Everything set, so that required and optional settings are both seen. */
const variables = Object.fromEntries(Object.keys(documented).map((name) => [name, `<${name}>`]));
const compose = readCompose(composeFile, variables);
const services = Object.entries(compose.services);

describe("docker-compose.yml", () => {
  it("has two servers, a worker, a primary and a replica, Redis, nginx and the migration", () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      "migrate nginx postgres-primary postgres-replica redis server-1 server-2 worker".split(" "),
    );
  });

  it("is YAML without a warning", () => {
    const { errors, warnings } = parseDocument(text, { merge: true });
    expect([...errors, ...warnings]).toEqual([]);
  });

  it.each(services)("%s restarts, limits its log and its memory", (name, service) => {
    expect(service.restart).toBe(name === "migrate" ? "no" : "unless-stopped");
    expect(service.logging?.options).toEqual({ "max-size": "20m", "max-file": "5" });
    expect(service.deploy?.resources?.limits).toHaveProperty("memory");
  });

  it.each(services)("%s is checked for its health, unless it ends by itself", (name, service) => {
    if (name === "migrate") expect(service.healthcheck).toEqual({ disable: true });
    else if (service.build) expect(readImage().healthcheck).toContain("bin/healthcheck.mjs");
    else expect(service.healthcheck?.test?.length).toBeGreaterThan(1);
  });

  it.each(services)("%s waits for nothing that is not checked", (_name, service) => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const isOneShot = other === "migrate";
      expect(condition).toBe(isOneShot ? "service_completed_successfully" : "service_healthy");
      serviceOf(compose, other);
    }
  });

  it("sets every setting that a process of the mall reads, except those of a developer", () => {
    const developers = ["MALL_HOST", "SIMULATOR_PORT"];
    const expected = SETTINGS.map(({ name }) => name).filter((name) => !developers.includes(name));
    const given = serviceOf(compose, "migrate").environment;
    expect(expected.filter((name) => !(name in (given ?? {})))).toEqual([]);
  });

  it("takes every secret from the environment and goes nowhere without it", () => {
    const secrets = Object.keys(documented).filter((name) => /SECRET|PASSWORD|_KEY$/.test(name));
    const optional = ["MALL_ADMIN_PASSWORD"];
    expect(secrets.length).toBeGreaterThan(6);
    for (const name of secrets.filter((one) => !optional.includes(one))) {
      const without = { ...variables, [name]: "" };
      expect(() => readCompose(composeFile, without)).toThrow(`${name} is required`);
    }
  });

  it("has all its settings explained in deploy/.env.example, and no other is there", () => {
    const files = [composeFile, join(root, "deploy", "docker-compose.tls.yml")];
    const used = files
      .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/\$\{([A-Z0-9_]+)/g)])
      .map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(Object.keys(documented).sort());
  });

  it("mounts only files that are here, and volumes that it names", () => {
    const mounts = services
      .flatMap(([, { volumes = [] }]) => volumes)
      .filter((volume) => typeof volume === "string")
      .map((volume) => volume.split(":")[0] ?? "");
    for (const source of mounts) {
      if (source.startsWith(".")) expect(existsSync(join(root, source))).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  it("mounts the certificates of WeChat for reading only", () => {
    const volumes = serviceOf(compose, "server-1").volumes ?? [];
    const secrets = volumes.find((one) => typeof one === "object" && one.target.includes("wechat"));
    expect(secrets).toMatchObject({ read_only: true, source: "<WECHAT_CERTIFICATES_DIR>" });
  });

  it("gives PostgreSQL more connections than all processes together may open", () => {
    const pool = /pool: \{[^}]*max: (\d+)/.exec(
      readFileSync(join(root, "medusa-config.ts"), "utf8"),
    );
    const most = /max_connections=(\d+)/.exec(
      serviceOf(compose, "postgres-primary").command?.join(" ") ?? "",
    );
    const processes = services.filter(([, { build }]) => build !== undefined).length;
    expect(Number(most?.[1])).toBeGreaterThan(processes * Number(pool?.[1]));
  });

  it("keeps what Redis holds: on disk, and never evicted", () => {
    const command = serviceOf(compose, "redis").command?.join(" ");
    expect(command).toContain("--appendonly yes");
    expect(command).toContain("--maxmemory-policy noeviction");
    expect(command).toContain("--requirepass <REDIS_PASSWORD>");
  });
});

describe("a reference in docker-compose.yml", () => {
  it.each([
    ["${A}", { A: "1" }, "1"],
    ["${A}", {}, ""],
    ["${A:-x y}", { A: "" }, "x y"],
    ["${A:-x}", { A: "1" }, "1"],
    ["${A:+x}", { A: "1" }, "x"],
    ["${A:+x}", {}, ""],
    ["a:${A:?b}@${B:?c}", { A: "1", B: "2" }, "a:1@2"],
    ["$$A", { A: "1" }, "$A"],
  ])("%s with %j is %j", (reference, given, expected) => {
    expect(interpolate(reference, given)).toBe(expected);
  });

  it("of a kind that is not known is refused", () => {
    expect(() => interpolate("${A/b}", {})).toThrow("Unknown reference");
  });
});

describe("the Dockerfile", () => {
  const stages = readDockerfile(join(root, "Dockerfile"));
  const final = stages.at(-1)!;

  it("begins every stage from one pinned image of a supported Node", () => {
    const [, major] = /^ARG NODE_IMAGE=node:(\d+)-bookworm-slim$/m.exec(
      readFileSync(join(root, "Dockerfile"), "utf8"),
    )!;
    expect(["20", "22"]).toContain(major);
    expect(stages.map(({ from }) => from)).toEqual(stages.map(() => "${NODE_IMAGE}"));
  });

  it("copies only from stages above and from what is not ignored", () => {
    const ignored = readFileSync(join(root, ".dockerignore"), "utf8").split("\n");
    for (const [index, { instructions }] of stages.entries()) {
      for (const { flags, text: copy } of instructions.filter(
        ({ keyword }) => keyword === "COPY",
      )) {
        const sources = copy.split(/\s+/).slice(0, -1);
        if (flags.from)
          expect(stages.slice(0, index).map(({ name }) => name)).toContain(flags.from);
        else for (const source of sources) expect(existsSync(join(root, source))).toBe(true);
        for (const source of sources) expect(ignored).not.toContain(source);
      }
    }
  });

  it("has the package.json of every workspace when npm ci runs", () => {
    const copy =
      "cp --parents package.json package-lock.json .npmrc */package.json */*/package.json";
    const runs = stages.flatMap(({ instructions }) => instructions).map((one) => one.text);
    expect(runs.filter((run) => run.includes(copy))).toHaveLength(2);
    const { workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      workspaces: string[];
    };
    // None lies deeper than the command looks.
    expect(workspaces.filter((one) => !/^[a-z-]+(\/\*)?$/.test(one))).toEqual([]);
  });

  it("runs as node, who is not root, for production", () => {
    expect(final.instructions.findLast(({ keyword }) => keyword === "USER")?.text).toBe("node");
    expect(readImage().environment).toMatchObject({ NODE_ENV: "production", PORT: "9000" });
  });

  it("names programs that the build contains", () => {
    const { command, healthcheck } = readImage();
    const migrate = serviceOf(compose, "migrate").command ?? [];
    for (const [, program = ""] of [healthcheck, migrate]) {
      expect(existsSync(join(root, "deploy", program))).toBe(true);
    }
    expect(existsSync(join(root, command[1]!))).toBe(true);
  });

  it("lets no file with secrets into the image", () => {
    const ignored = readFileSync(join(root, ".dockerignore"), "utf8").split("\n");
    expect(ignored).toEqual(expect.arrayContaining(["**/.env", "**/.env.*", "deploy/secrets"]));
  });
});
