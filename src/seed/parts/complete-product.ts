import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import {
  createProductVariantsWorkflow,
  linkProductsToSalesChannelWorkflow,
  updateProductsWorkflow,
  upsertVariantPricesWorkflow,
} from "@medusajs/medusa/core-flows";

import type { CatalogProduct } from "../catalog/types";
import { shop } from "../shop";
import { refreshPicture, uploadPicture } from "./pictures";
import { missingVariants, toVariantInput } from "./variant-input";

/** What the earlier parts have made. */
export interface ProductTies {
  /** By category handle. */
  categoryIds: ReadonlyMap<string, string>;
  /** By SKU. */
  inventoryItemIds: ReadonlyMap<string, string>;
  salesChannelId: string;
  shippingProfileId: string;
}

export const existingProductFields = [
  "id",
  "handle",
  "thumbnail",
  "images.id",
  "images.url",
  "images.metadata",
  "options.title",
  "options.values.value",
  "sales_channels.id",
  "shipping_profile.id",
  "variants.id",
  "variants.sku",
  "variants.manage_inventory",
  "variants.options.value",
  "variants.price_set.id",
  "variants.inventory_items.inventory_item_id",
];

interface ExistingImage {
  id: string;
  url: string;
  metadata: Record<string, unknown> | null;
}

interface ExistingVariant {
  id: string;
  sku: string | null;
  manage_inventory: boolean;
  options: { value: string }[];
  price_set?: { id: string } | null;
  inventory_items: { inventory_item_id: string }[] | null;
}

/** A row of `existingProductFields`. */
export interface ExistingProduct {
  id: string;
  handle: string;
  thumbnail: string | null;
  images: ExistingImage[];
  options: { title: string; values: { value: string }[] }[];
  sales_channels: { id: string }[] | null;
  shipping_profile?: { id: string } | null;
  variants: ExistingVariant[];
}

/**
 * Adds what a product lacks. Medusa makes a product in several transactions (product, links,
 * variants, stock links, prices): an interruption can fall between any two of them.
 */
export async function completeProduct(
  container: MedusaContainer,
  product: CatalogProduct,
  row: ExistingProduct,
  ties: ProductTies,
): Promise<void> {
  await completeLinks(container, row, ties);
  await completeVariants(container, product, row, ties);
  await completeStockLinks(container, product, row, ties);
  await completePrices(container, product, row);
  await completePicture(container, row);
}

async function completeLinks(
  container: MedusaContainer,
  row: ExistingProduct,
  ties: ProductTies,
): Promise<void> {
  if (!row.sales_channels?.length) {
    await linkProductsToSalesChannelWorkflow(container).run({
      input: { id: ties.salesChannelId, add: [row.id] },
    });
  }
  if (!row.shipping_profile) {
    await container.resolve(ContainerRegistrationKeys.LINK).create({
      [Modules.PRODUCT]: { product_id: row.id },
      [Modules.FULFILLMENT]: { shipping_profile_id: ties.shippingProfileId },
    });
  }
}

async function completeVariants(
  container: MedusaContainer,
  product: CatalogProduct,
  row: ExistingProduct,
  ties: ProductTies,
): Promise<void> {
  const missing = missingVariants(product, row);
  if (missing.length === 0) {
    return;
  }
  await createProductVariantsWorkflow(container).run({
    input: {
      product_variants: missing.map((variant) => ({
        product_id: row.id,
        ...toVariantInput(product, variant, ties.inventoryItemIds.get(variant.sku) ?? ""),
      })),
    },
  });
}

async function completeStockLinks(
  container: MedusaContainer,
  product: CatalogProduct,
  row: ExistingProduct,
  ties: ProductTies,
): Promise<void> {
  const ours = new Set(product.variants.map((variant) => variant.sku));
  const links = row.variants
    .filter((variant) => variant.manage_inventory && !variant.inventory_items?.length)
    .filter((variant) => variant.sku !== null && ours.has(variant.sku))
    .map((variant) => ({
      [Modules.PRODUCT]: { variant_id: variant.id },
      [Modules.INVENTORY]: { inventory_item_id: ties.inventoryItemIds.get(variant.sku ?? "") },
      data: { required_quantity: 1 },
    }));
  if (links.length > 0) {
    await container.resolve(ContainerRegistrationKeys.LINK).create(links);
  }
}

async function completePrices(
  container: MedusaContainer,
  product: CatalogProduct,
  row: ExistingProduct,
): Promise<void> {
  const prices = new Map(product.variants.map((variant) => [variant.sku, variant.price]));
  const variantPrices = row.variants
    .filter((variant) => !variant.price_set)
    .flatMap((variant) => {
      const amount = prices.get(variant.sku ?? "");
      return amount === undefined ? [] : [{ variant_id: variant.id, product_id: row.id, amount }];
    })
    .map(({ amount, ...ids }) => ({
      ...ids,
      prices: [{ currency_code: shop.currencyCode, amount }],
    }));
  if (variantPrices.length > 0) {
    await upsertVariantPricesWorkflow(container).run({
      input: { variantPrices, previousVariantIds: [] },
    });
  }
}

async function completePicture(container: MedusaContainer, row: ExistingProduct): Promise<void> {
  const image = row.images.find(({ metadata }) => typeof metadata?.file_id === "string");
  if (!image && (row.images.length > 0 || row.thumbnail)) {
    // The merchant's own pictures.
    return;
  }
  const picture = image
    ? await refreshPicture(container, row.handle, {
        fileId: String(image.metadata?.file_id),
        url: image.url,
      })
    : await uploadPicture(container, row.handle);
  if (picture.url === image?.url) {
    return;
  }
  const renewed = { url: picture.url, metadata: { file_id: picture.fileId } };
  const images = image
    ? row.images.map((other) => (other === image ? { id: image.id, ...renewed } : { id: other.id }))
    : [renewed];
  const followsImage = row.thumbnail === null || row.thumbnail === image?.url;
  await updateProductsWorkflow(container).run({
    input: {
      products: [{ id: row.id, images, ...(followsImage && { thumbnail: picture.url }) }],
    },
  });
}
