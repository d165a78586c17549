import type { MedusaContainer } from "@medusajs/framework/types";
import {
  createProductCategoriesWorkflow,
  updateProductCategoriesWorkflow,
} from "@medusajs/medusa/core-flows";

import type { CatalogCategory } from "../catalog/types";
import { find, type SeedContext } from "../context";
import { firstOf } from "./made";
import { refreshPicture, uploadPicture, type StoredPicture } from "./pictures";

interface Category {
  id: string;
  handle: string;
  metadata: Record<string, unknown> | null;
}

/**
 * The categories with their pictures, which Medusa keeps no field for: `metadata.image_url`.
 *
 * @returns category id by handle
 */
export async function ensureCategories(
  { container, report }: SeedContext,
  catalog: readonly CatalogCategory[],
): Promise<Map<string, string>> {
  const rows = await find<Category>(container, {
    entity: "product_category",
    fields: ["id", "handle", "metadata"],
    filters: { handle: catalog.map((category) => category.handle) },
  });
  const existing = new Map(rows.map((row) => [row.handle, row]));
  const ids = new Map<string, string>();
  for (const [rank, category] of catalog.entries()) {
    const row = existing.get(category.handle);
    if (row) {
      await completeCategory(container, row);
    }
    ids.set(category.handle, row?.id ?? (await createCategory(container, category, rank)));
  }
  report(`${ids.size} categories, ${ids.size - existing.size} of them new`);
  return ids;
}

async function createCategory(
  container: MedusaContainer,
  category: CatalogCategory,
  rank: number,
): Promise<string> {
  const picture = await uploadPicture(container, category.handle);
  const { result } = await createProductCategoriesWorkflow(container).run({
    input: {
      product_categories: [
        {
          name: category.name,
          handle: category.handle,
          description: category.description,
          is_active: true,
          rank,
          metadata: toMetadata(picture),
        },
      ],
    },
  });
  return firstOf(result, "category").id;
}

async function completeCategory(container: MedusaContainer, row: Category): Promise<void> {
  const stored = fromMetadata(row.metadata);
  const picture = stored
    ? await refreshPicture(container, row.handle, stored)
    : await uploadPicture(container, row.handle);
  if (picture.url !== stored?.url) {
    await updateProductCategoriesWorkflow(container).run({
      input: {
        selector: { id: row.id },
        update: { metadata: { ...row.metadata, ...toMetadata(picture) } },
      },
    });
  }
}

function toMetadata({ url, fileId }: StoredPicture) {
  return { image_url: url, image_file_id: fileId };
}

function fromMetadata(metadata: Category["metadata"]): StoredPicture | undefined {
  const { image_url: url, image_file_id: fileId } = metadata ?? {};
  return typeof url === "string" && typeof fileId === "string" ? { url, fileId } : undefined;
}
