import { execFileSync } from "node:child_process";

import { Linter } from "eslint";

import { root } from "./workspace";

const files = {
  rule: "plugins/sample/src/modules/sample/rules.ts",
  client: "plugins/sample/src/providers/sample/client.ts",
  money: "packages/kernel/src/money.ts",
  clock: "packages/kernel/src/clock.ts",
  unitSpec: "plugins/sample/test/rules.unit.spec.ts",
  httpSpec: "integration-tests/http/sample.http.spec.ts",
};

const own = ["no-restricted-syntax", "no-restricted-globals", "no-restricted-imports", "no-empty"];

/** The settings that ESLint really applies to each file, exemptions included. */
const rules = effectiveRules(files);

function effectiveRules<Name extends string>(
  paths: Record<Name, string>,
): Record<Name, Linter.RulesRecord> {
  // In a process of its own: the configuration is an ES module, and Jest's sandbox is none.
  const script = `
    const { ESLint } = require("eslint");
    const eslint = new ESLint();
    Promise.all(${JSON.stringify(Object.entries(paths))}.map(async ([name, file]) => {
      const { rules } = await eslint.calculateConfigForFile(file);
      const kept = ${JSON.stringify(own)}.filter((rule) => rules[rule]);
      return [name, Object.fromEntries(kept.map((rule) => [rule, rules[rule]]))];
    })).then((all) => console.log(JSON.stringify(Object.fromEntries(all))));`;
  const output = execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" });
  return JSON.parse(output) as Record<Name, Linter.RulesRecord>;
}

const complaints = (where: keyof typeof rules, code: string) =>
  new Linter()
    .verify(code, [{ rules: rules[where] }])
    .map(({ ruleId, message }) => `${String(ruleId)}: ${message}`);

describe("the project's own lint rules", () => {
  it.each([
    ["yuan * 100", /toFen/],
    ["100 * yuan", /toFen/],
    ["fen / 100", /fromFen/],
    ["amount *= 100", /toFen/],
    ["amount /= 100", /fromFen/],
    ["price.toFixed(2)", /@mall\/kernel/],
    ["new Date()", /Clock/],
    ["Date()", /Clock/],
    ["Date.now()", /performance\.now/],
    ["try { f() } catch { /* later */ }", /empty catch/],
    ["try { f() } catch (e) {}", /empty catch/],
    ["p.catch(() => {})", /empty catch/],
    ["fetch(url)", /client\.ts/],
    ['import "../../../packages/kernel/src/money"', /by its name/],
  ])("refuse %s in a plugin and say what to use instead", (code, advice) => {
    expect(complaints("rule", code).join("\n")).toMatch(advice);
  });

  it.each([
    "quantity * 10",
    "new Date(expiresAt)",
    "performance.now()",
    "try { f() } catch (e) { g(e) }",
    'import "@mall/kernel"',
    'import "../../workflows/pay"',
  ])("accept %s", (code) => {
    expect(complaints("rule", code)).toEqual([]);
  });

  it("let the kernel alone convert money", () => {
    expect(complaints("money", "yuan * 100")).toEqual([]);
    expect(complaints("money", "Date.now()")).toHaveLength(1);
    expect(complaints("clock", "yuan * 100")).toHaveLength(1);
  });

  it("let a clock file alone ask the machine for the time", () => {
    expect(complaints("clock", "new Date()")).toEqual([]);
  });

  it("let tests of running processes, but not of rules, live in real time", () => {
    expect(complaints("httpSpec", "Date.now()")).toEqual([]);
    expect(complaints("unitSpec", "Date.now()")).toHaveLength(1);
  });

  it("let a client do network IO", () => {
    expect(complaints("client", "fetch(url)")).toEqual([]);
  });
});
