import {
  createInventoryItemsWorkflow,
  createInventoryLevelsWorkflow,
} from "@medusajs/medusa/core-flows";

import type { CatalogCategory } from "../catalog/types";
import { find, type SeedContext } from "../context";

interface InventoryItem {
  id: string;
  sku: string;
  location_levels: { location_id: string }[] | null;
}

/**
 * The stock of every variant. It is made before the variants, so that they can refer to it: an
 * interruption between the two then leaves nothing that a variant would make a second time.
 *
 * @returns inventory item id by SKU
 */
export async function ensureInventory(
  { container, report }: SeedContext,
  catalog: readonly CatalogCategory[],
  locationId: string,
): Promise<Map<string, string>> {
  const wanted = stockOf(catalog);
  const existing = await find<InventoryItem>(container, {
    entity: "inventory_item",
    fields: ["id", "sku", "location_levels.location_id"],
    filters: { sku: wanted.map((item) => item.sku) },
  });
  const known = new Set(existing.map((item) => item.sku));
  const missing = wanted.filter((item) => !known.has(item.sku));

  const { result: made } = await createInventoryItemsWorkflow(container).run({
    input: {
      items: missing.map(({ stocked_quantity, ...item }) => ({
        ...item,
        requires_shipping: true,
        location_levels: [{ location_id: locationId, stocked_quantity }],
      })),
    },
  });

  const quantities = new Map(wanted.map((item) => [item.sku, item.stocked_quantity]));
  const unstocked = existing.filter(
    (item) => !item.location_levels?.some((level) => level.location_id === locationId),
  );
  await createInventoryLevelsWorkflow(container).run({
    input: {
      inventory_levels: unstocked.map((item) => ({
        inventory_item_id: item.id,
        location_id: locationId,
        stocked_quantity: quantities.get(item.sku) ?? 0,
      })),
    },
  });

  report(`${wanted.length} stock items, ${missing.length} of them new`);
  return new Map([...existing, ...made].map((item) => [item.sku ?? "", item.id]));
}

function stockOf(catalog: readonly CatalogCategory[]) {
  return catalog.flatMap((category) =>
    category.products.flatMap((product) =>
      product.variants.map((variant) => ({
        sku: variant.sku,
        title: `${product.title} ${variant.values.join(" ")}`,
        weight: variant.weight,
        stocked_quantity: variant.stock,
      })),
    ),
  );
}
