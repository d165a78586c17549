import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { root } from "./workspace";

/** A small tree with one violation of every rule, and files that break none. */
const workspacesOfTree = {
  "packages/kernel": "@mall/kernel",
  "packages/wechat": "@mall/wechat",
  "packages/configuration": "@mall/configuration",
  "packages/wechat-simulator": "@mall/wechat-simulator",
  "packages/admin-kit": "@mall/admin-kit",
  "plugins/ledger": "@mall/ledger",
  "plugins/coupon": "@mall/coupon",
  "plugins/points": "@mall/points",
};

const clean: Record<string, string> = {
  "packages/kernel/src/index.ts": "export const fen = 1;",
  "packages/wechat/src/index.ts": 'export { fen as pay } from "@mall/kernel";',
  "packages/wechat/src/transport.ts": 'import https from "node:https"; export const t = https;',
  "packages/configuration/src/index.ts": 'export { pay as settings } from "@mall/wechat";',
  "packages/wechat-simulator/src/index.ts": 'import http from "node:http"; export const s = http;',
  "plugins/ledger/src/index.ts": 'export { fen as transfer } from "@mall/kernel";',
  "plugins/coupon/src/index.ts": "export const coupon = 1;",
  "plugins/points/src/index.ts":
    'import { transfer } from "@mall/ledger"; import { pay } from "@mall/wechat"; export const p = [transfer, pay];',
  "plugins/points/src/models/a.ts": 'import { b } from "./b"; export const a = () => b;',
  "plugins/points/src/models/b.ts": 'import { a } from "./a"; export const b = () => a;',
  "plugins/points/src/errors.ts": "export const errors = {};",
  "plugins/points/src/service.ts": "export const service = 1; export type State = 1;",
  "plugins/points/src/client.ts": 'import http from "node:http"; export const c = http;',
  "plugins/points/src/pure/rules.ts":
    'import { fen } from "@mall/kernel"; import { errors } from "../errors"; import type { State } from "../service"; export const r = (s: State) => [s, fen, errors];',
  "plugins/points/test/points.module.spec.ts":
    'import { s } from "@mall/wechat-simulator"; import { p } from "../src/index"; export const t = [s, p];',
  "plugins/coupon/src/cycle/two.ts": 'import { one } from "./one"; export const two = () => one;',
  "src/subscribers/award.ts":
    'import { p } from "@mall/points"; import { coupon } from "@mall/coupon"; export const x = [p, coupon];',
  "cli/src/start.ts": 'import { s } from "@mall/wechat-simulator"; export const x = s;',
  "packages/admin-kit/src/index.ts": "export const kit = 1;",
  "admin-extensions/src/admin/index.ts":
    'import { kit } from "@mall/admin-kit"; export const page = kit;',
  "plugins/points/src/admin/index.ts":
    'import { kit } from "@mall/admin-kit"; export const page = kit;',
  "integration-tests/support/stack.ts":
    'import { s } from "@mall/wechat-simulator"; export const x = s;',
};

/** rule → the file that breaks it, and how. */
const violations: Record<string, Record<string, string>> = {
  "plugin-knows-no-other-plugin": {
    "plugins/coupon/src/a.ts": 'import { p } from "@mall/points"; export const x = p;',
    "plugins/ledger/src/a.ts": 'import { coupon } from "@mall/coupon"; export const x = coupon;',
  },
  "plugin-knows-foundation-only": {
    "plugins/coupon/src/b.ts": 'import { s } from "@mall/wechat-simulator"; export const x = s;',
  },
  "admin-kit-is-for-pages": {
    "plugins/coupon/src/d.ts": 'import { kit } from "@mall/admin-kit"; export const x = kit;',
  },
  "package-knows-no-plugin": {
    "packages/wechat/src/a.ts": 'import { coupon } from "@mall/coupon"; export const x = coupon;',
  },
  "library-knows-no-host": {
    "plugins/coupon/src/c.ts":
      'import { x } from "../../../src/subscribers/award"; export const y = x;',
    "packages/configuration/src/a.ts":
      'import { x } from "../../../cli/src/start"; export const y = x;',
  },
  "kernel-knows-nothing-of-ours": {
    "packages/kernel/src/a.ts": 'import { pay } from "@mall/wechat"; export const x = pay;',
  },
  "simulator-is-independent": {
    "packages/wechat-simulator/src/a.ts":
      'import { pay } from "@mall/wechat"; export const x = pay;',
  },
  "clients-share-nothing-with-simulator": {
    "packages/wechat/test/a.unit.spec.ts":
      'import { s } from "@mall/wechat-simulator"; export const x = s;',
  },
  "cli-speaks-http": {
    "cli/src/a.ts": 'import { coupon } from "@mall/coupon"; export const x = coupon;',
    "cli/src/b.ts": 'import { x } from "../../src/subscribers/award"; export const y = x;',
  },
  "admin-speaks-http": {
    "admin-extensions/src/admin/a.ts": 'import { p } from "@mall/points"; export const x = p;',
    "plugins/points/src/admin/a.ts":
      'import { service } from "../service"; export const x = service;',
  },
  "host-knows-no-tools": {
    "src/a.ts": 'import { s } from "@mall/wechat-simulator"; export const x = s;',
  },
  "nothing-knows-the-tests": {
    "cli/test/a.process.spec.ts":
      'import { x } from "../../integration-tests/support/stack"; export const y = x;',
  },
  "no-cycle": {
    "plugins/coupon/src/cycle/one.ts": 'import { two } from "./two"; export const one = () => two;',
  },
  "rules-are-pure": {
    "plugins/points/src/rules.ts": 'import { service } from "./service"; export const r = service;',
    "plugins/points/src/rules/seats.ts": 'import fs from "node:fs"; export const r = fs;',
  },
  "mapping-is-pure": {
    "plugins/points/src/mapping.ts": 'import { c } from "./client"; export const m = c;',
  },
  "network-only-in-clients": {
    "plugins/points/src/jobs/sweep.ts": 'import https from "node:https"; export const x = https;',
  },
  resolves: {
    "plugins/points/src/lost.ts": 'import { gone } from "@mall/gone"; export const x = gone;',
  },
};

interface Report {
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

describe("the dependency rules", () => {
  const tree = realpathSync(mkdtempSync(join(tmpdir(), "mall-rules-")));
  let found: Report["summary"]["violations"];

  beforeAll(() => {
    plant();
    const cruiser = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
    const config = join(root, ".dependency-cruiser.cjs");
    const folders = ["packages", "plugins", "src", "cli", "admin-extensions", "integration-tests"];
    const output = spawn([cruiser, "--config", config, "--output-type", "json", ...folders]);
    found = (JSON.parse(output) as Report).summary.violations;
  });

  afterAll(() => rmSync(tree, { recursive: true }));

  it("are all proved here", () => {
    const config = createRequire(__filename)("../../.dependency-cruiser.cjs") as {
      forbidden: { name: string }[];
    };
    expect(Object.keys(violations).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(violations))("%s fires", (rule, files) => {
    const from = found.filter((violation) => violation.rule.name === rule).map(({ from }) => from);
    expect([...new Set(from)].sort()).toEqual(Object.keys(files).sort());
  });

  it("leave what the architecture allows alone", () => {
    expect(found.filter(({ from }) => from in clean)).toEqual([]);
  });

  function plant() {
    const files = { ...clean, ...Object.assign({}, ...Object.values(violations)) };
    for (const [file, text] of Object.entries<string>(files)) write(file, text);
    write(
      "package.json",
      JSON.stringify({ name: "mall", workspaces: ["packages/*", "plugins/*"] }),
    );
    write("tsconfig.check.json", JSON.stringify({ compilerOptions: { module: "Node16" } }));
    for (const [folder, name] of Object.entries(workspacesOfTree)) {
      const exports = { ".": "./src/index.ts" };
      write(`${folder}/package.json`, JSON.stringify({ name, version: "0.1.0", exports }));
      mkdirSync(join(tree, "node_modules/@mall"), { recursive: true });
      symlinkSync(join(tree, folder), join(tree, "node_modules", name));
    }
  }

  function write(file: string, text: string) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  }

  /** The exit code is the number of violations, so the report is taken from a failed run as well. */
  function spawn(args: string[]): string {
    try {
      return execFileSync(process.execPath, args, { cwd: tree, encoding: "utf8", stdio: "pipe" });
    } catch (error) {
      const { stdout } = error as { stdout?: string };
      if (!stdout) throw error;
      return stdout;
    }
  }
});
