import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { toFen } from "@mall/kernel";

import { catalog } from "../../src/seed/catalog";
import type { CatalogProduct } from "../../src/seed/catalog/types";
import { missingVariants } from "../../src/seed/parts/variant-input";
import { pictureFile } from "../../src/seed/pictures/picture-file";

const products = catalog.flatMap((category) => category.products);
const variants = products.flatMap((product) => product.variants);
const handles = [...catalog, ...products].map(({ handle }) => handle);
const pictureSources = join(dirname(pictureFile("any")), "..", "source");

/** Width and height of a lossy WebP, from its first frame. */
function webpSize(file: Buffer): [number, number] {
  expect(file.toString("latin1", 0, 4)).toBe("RIFF");
  expect(file.toString("latin1", 8, 12)).toBe("WEBP");
  const frame = file.indexOf(Buffer.from([0x9d, 0x01, 0x2a]));
  return [file.readUInt16LE(frame + 3) & 0x3fff, file.readUInt16LE(frame + 5) & 0x3fff];
}

function unique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

describe("the catalog of the demo shop", () => {
  it("has six categories and 28 products", () => {
    expect(catalog).toHaveLength(6);
    expect(products).toHaveLength(28);
    expect(catalog.filter((category) => category.products.length < 4)).toEqual([]);
  });

  it("names everything with an own handle in English kebab-case", () => {
    expect(handles.filter((handle) => !/^[a-z]+(-[a-z]+)*$/.test(handle))).toEqual([]);
    expect(unique(handles)).toBe(true);
  });

  it("speaks Chinese to shoppers", () => {
    const texts = [
      ...catalog.flatMap(({ name, description }) => [name, description]),
      ...products.flatMap(({ title, subtitle, description }) => [title, subtitle, description]),
    ];
    expect(texts.filter((text) => !/\p{Script=Han}{2}/u.test(text))).toEqual([]);
    expect(products.filter(({ description }) => description.length < 40)).toEqual([]);
    expect(unique(products.map(({ title }) => title))).toBe(true);
  });

  it("links to no address", () => {
    expect(JSON.stringify(catalog)).not.toMatch(/https?:|www\./);
  });

  it("gives every variant an own SKU", () => {
    expect(variants.filter(({ sku }) => !/^[A-Z]{3}(-[A-Z0-9]+){2,3}$/.test(sku))).toEqual([]);
    expect(unique(variants.map(({ sku }) => sku))).toBe(true);
  });

  it("prices every variant in yuan and whole fen, above nothing", () => {
    expect(variants.filter(({ price }) => !/^\d+\.\d{2}$/.test(price))).toEqual([]);
    expect(variants.filter(({ price }) => toFen(price) <= 0)).toEqual([]);
  });

  it("gives every variant a stock and a weight in whole numbers", () => {
    expect(variants.filter(({ stock }) => !Number.isInteger(stock) || stock < 0)).toEqual([]);
    expect(variants.filter(({ weight }) => !Number.isInteger(weight) || weight <= 0)).toEqual([]);
  });

  it("has stock of every product's first variant, and stocks that differ", () => {
    expect(products.filter(({ variants: [first] }) => !first?.stock)).toEqual([]);
    expect(new Set(variants.map(({ stock }) => stock)).size).toBeGreaterThan(40);
  });
});

describe.each(products.map((product) => [product.handle, product] as const))(
  "the options of %s",
  (_handle, product: CatalogProduct) => {
    it("are chosen by every variant, each combination once", () => {
      for (const { values } of product.variants) {
        expect(values).toHaveLength(product.options.length);
        product.options.forEach((option, index) => {
          expect(option.values).toContain(values[index]);
        });
      }
      expect(unique(product.variants.map(({ values }) => values.join("|")))).toBe(true);
    });

    it("offer no value that leads nowhere", () => {
      const chosen = new Set(product.variants.flatMap(({ values }) => values));
      const offered = product.options.flatMap(({ values }) => values);
      expect(offered.filter((value) => !chosen.has(value))).toEqual([]);
      expect(unique(product.options.map(({ title }) => title))).toBe(true);
    });
  },
);

describe("the pictures of the demo shop", () => {
  it.each(handles)("show %s in 800 × 800, within 60 kB", (handle) => {
    const file = readFileSync(pictureFile(handle));
    expect(file.length).toBeLessThanOrEqual(60_000);
    expect(webpSize(file)).toEqual([800, 800]);
  });

  it("have a drawing of every product as their source, free of outside addresses", () => {
    for (const category of catalog) {
      for (const { handle } of category.products) {
        const source = join(pictureSources, category.handle, `${handle}.svg`);
        expect(existsSync(source)).toBe(true);
        const drawing = readFileSync(source, "utf8").replace("http://www.w3.org/2000/svg", "");
        expect(drawing).not.toMatch(/https?:|data:|<image|<script/);
      }
    }
  });
});

describe("a product that an earlier run has begun", () => {
  const product: CatalogProduct = {
    handle: "test-apples",
    title: "苹果",
    subtitle: "脆甜",
    description: "脆甜多汁",
    options: [
      { title: "规格", values: ["4 枚", "8 枚"] },
      { title: "果径", values: ["80mm"] },
    ],
    variants: [
      { sku: "A-4", values: ["4 枚", "80mm"], price: "1.00", stock: 1, weight: 1 },
      { sku: "A-8", values: ["8 枚", "80mm"], price: "2.00", stock: 1, weight: 1 },
    ],
  };
  const options = [
    { title: "规格", values: [{ value: "4 枚" }, { value: "8 枚" }] },
    { title: "果径", values: [{ value: "80mm" }] },
  ];
  const made = (sku: string, ...values: string[]) => ({
    sku,
    options: values.map((value) => ({ value })),
  });
  const skus = (existing: Parameters<typeof missingVariants>[1]) =>
    missingVariants(product, existing).map(({ sku }) => sku);

  it("gets all its variants when it has none", () => {
    expect(skus({ options, variants: [] })).toEqual(["A-4", "A-8"]);
  });

  it("gets only those it lacks", () => {
    expect(skus({ options, variants: [made("A-8", "80mm", "8 枚")] })).toEqual(["A-4"]);
  });

  it("gets no second variant beside one whose SKU a merchant has changed", () => {
    expect(skus({ options, variants: [made("MINE", "80mm", "4 枚")] })).toEqual(["A-8"]);
  });

  it("gets no variant of a value that a merchant has removed", () => {
    const fewer = [{ title: "规格", values: [{ value: "8 枚" }] }, ...options.slice(1)];
    expect(skus({ options: fewer, variants: [] })).toEqual(["A-8"]);
  });

  it("gets no variant when a merchant has changed the options", () => {
    expect(skus({ options: options.slice(0, 1), variants: [] })).toEqual([]);
    const renamed = [{ title: "包装", values: options[0]!.values }, ...options.slice(1)];
    expect(skus({ options: renamed, variants: [] })).toEqual([]);
  });
});
