import type { CatalogProduct, CatalogVariant } from "../catalog/types";
import { shop } from "../shop";

/** What exists of a product's options and variants. */
export interface ExistingChoices {
  options: { title: string; values: { value: string }[] }[];
  variants: { sku: string | null; options: { value: string }[] }[];
}

/** A variant as Medusa's workflows take it, tied to the stock that was made for it. */
export function toVariantInput(
  product: CatalogProduct,
  variant: CatalogVariant,
  inventoryItemId: string,
) {
  return {
    title: variant.values.join(" / "),
    sku: variant.sku,
    weight: variant.weight,
    manage_inventory: true,
    allow_backorder: false,
    options: Object.fromEntries(
      product.options.map((option, index) => [option.title, variant.values[index] ?? ""]),
    ),
    prices: [{ currency_code: shop.currencyCode, amount: variant.price }],
    inventory_items: [{ inventory_item_id: inventoryItemId, required_quantity: 1 }],
  };
}

/**
 * The variants that a later run has to make. A variant whose SKU a merchant has changed is found by
 * its option values, and one whose option values a merchant has removed is no longer wanted.
 */
export function missingVariants(
  product: CatalogProduct,
  existing: ExistingChoices,
): CatalogVariant[] {
  const skus = new Set(existing.variants.map((variant) => variant.sku));
  const taken = new Set(existing.variants.map((variant) => combination(variant.options)));
  const offered = new Map(
    existing.options.map((option) => [option.title, option.values.map(({ value }) => value)]),
  );
  return product.variants.filter(
    (variant) =>
      !skus.has(variant.sku) &&
      !taken.has(combination(variant.values.map((value) => ({ value })))) &&
      existing.options.length === product.options.length &&
      product.options.every((option, index) =>
        offered.get(option.title)?.includes(variant.values[index] ?? ""),
      ),
  );
}

function combination(options: readonly { value: string }[]): string {
  return JSON.stringify(options.map(({ value }) => value).sort());
}
