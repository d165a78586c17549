import { ProductStatus } from "@medusajs/framework/utils";
import { createProductsWorkflow } from "@medusajs/medusa/core-flows";

import type { CatalogCategory, CatalogProduct } from "../catalog/types";
import { find, type SeedContext } from "../context";
import {
  completeProduct,
  existingProductFields,
  type ExistingProduct,
  type ProductTies,
} from "./complete-product";
import { uploadPicture } from "./pictures";
import { toVariantInput } from "./variant-input";

/** The products with options, variants, prices and pictures; those that exist are completed. */
export async function ensureProducts(
  context: SeedContext,
  catalog: readonly CatalogCategory[],
  ties: ProductTies,
): Promise<void> {
  const products = catalog.flatMap((category) => category.products);
  const rows = await find<ExistingProduct>(context.container, {
    entity: "product",
    fields: existingProductFields,
    filters: { handle: products.map((product) => product.handle) },
  });
  const existing = new Map(rows.map((row) => [row.handle, row]));

  for (const category of catalog) {
    const missing = category.products.filter((product) => !existing.has(product.handle));
    await createProducts(context, category, missing, ties);
    if (missing.length > 0) {
      context.report(`${category.name}: ${missing.map((product) => product.title).join("、")}`);
    }
  }
  for (const product of products) {
    const row = existing.get(product.handle);
    if (row) {
      await completeProduct(context.container, product, row, ties);
    }
  }
  context.report(`${products.length} products, ${products.length - existing.size} of them new`);
}

/** Category by category: one workflow for all would lose everything to an interruption. */
async function createProducts(
  { container }: SeedContext,
  category: CatalogCategory,
  missing: readonly CatalogProduct[],
  ties: ProductTies,
): Promise<void> {
  if (missing.length === 0) {
    return;
  }
  const products = await Promise.all(
    missing.map(async (product) => {
      const picture = await uploadPicture(container, product.handle);
      return {
        handle: product.handle,
        title: product.title,
        subtitle: product.subtitle,
        description: product.description,
        status: ProductStatus.PUBLISHED,
        category_ids: [ties.categoryIds.get(category.handle) ?? ""],
        sales_channels: [{ id: ties.salesChannelId }],
        shipping_profile_id: ties.shippingProfileId,
        thumbnail: picture.url,
        images: [{ url: picture.url, metadata: { file_id: picture.fileId } }],
        options: product.options.map(({ title, values }) => ({ title, values: [...values] })),
        variants: product.variants.map((variant) =>
          toVariantInput(product, variant, ties.inventoryItemIds.get(variant.sku) ?? ""),
        ),
      };
    }),
  );
  await createProductsWorkflow(container).run({ input: { products } });
}
