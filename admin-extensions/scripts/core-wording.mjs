/**
 * Writes src/admin/i18n/core-wording.json: what we say differently from Medusa's own Chinese.
 *
 * - Words: Chinese merchants say 商品, 规格 and 发货 where the stock translation says 产品, 变体, 履行.
 * - Plurals: Medusa's language code "zhCN" is none that Intl.PluralRules knows, so i18next asks for
 *   the key without a suffix, does not find it, and shows English ("4 variants").
 *
 * Run after an update of Medusa: node admin-extensions/scripts/core-wording.mjs
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dashboard = dirname(
  createRequire(import.meta.url).resolve("@medusajs/dashboard/package.json"),
);
const stock = JSON.parse(
  readFileSync(join(dashboard, "src", "i18n", "translations", "zhCN.json"), "utf8"),
);

/** In this order: the longer word first. */
const words = [
  ["未履行", "未发货"],
  ["部分已履行", "部分已备货"],
  ["已履行", "已备货"],
  ["等待履行", "待备货"],
  ["履行状态", "发货状态"],
  ["履行", "发货"],
  ["产品变体", "商品规格"],
  ["产品", "商品"],
  ["变体", "规格"],
];

const reword = (text) => words.reduce((soFar, [from, to]) => soFar.replaceAll(from, to), text);

function differences(node) {
  const result = {};
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === "object") {
      const inner = differences(value);
      if (Object.keys(inner).length > 0) result[key] = inner;
      continue;
    }
    const ours = reword(value);
    if (ours !== value) result[key] = ours;
    if (key.endsWith("_other")) result[key.slice(0, -"_other".length)] = ours;
  }
  return result;
}

const target = join(
  dirname(fileURLToPath(import.meta.url)),
  "..",
  "src",
  "admin",
  "i18n",
  "core-wording.json",
);
writeFileSync(target, `${JSON.stringify(differences(stock), null, 2)}\n`);
