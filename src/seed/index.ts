import type { ExecArgs } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";

import { catalog } from "./catalog";
import type { SeedContext } from "./context";
import { ensureAdmin } from "./parts/admin";
import { ensureCategories } from "./parts/categories";
import { ensureDelivery } from "./parts/delivery";
import { ensureInventory } from "./parts/inventory";
import { requirePaymentProvider } from "./parts/payment";
import { ensureProducts } from "./parts/products";
import { ensureRegion } from "./parts/region";
import { ensureSalesChannel } from "./parts/sales-channel";
import { ensureStore } from "./parts/store";
import { writeResult } from "./result";
import { shop } from "./shop";

/**
 * Makes the demo shop: `medusa exec ./src/seed/index.ts`.
 *
 * Every part looks for what it is about to make and makes only what is missing, so a run can be
 * repeated at any time and finishes what an interrupted one left. What a merchant has changed since
 * (prices, stock, texts, passwords) is left alone.
 *
 * Environment: `MALL_ADMIN_EMAIL`, `MALL_ADMIN_PASSWORD` (needed while that user does not exist),
 * `MALL_SEED_RESULT_FILE` (optional: where to write `SeedResult` as JSON).
 */
export default async function seed({ container }: ExecArgs): Promise<void> {
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  const context: SeedContext = { container, report: (line) => logger.info(`seed: ${line}`) };

  await requirePaymentProvider(context);
  const channel = await ensureSalesChannel(context);
  const region = await ensureRegion(context);
  const delivery = await ensureDelivery(context, channel.id);
  await ensureStore(context, {
    salesChannelId: channel.id,
    regionId: region.id,
    locationId: delivery.locationId,
  });
  const adminEmail = await ensureAdmin(context, process.env);
  const categoryIds = await ensureCategories(context, catalog);
  const inventoryItemIds = await ensureInventory(context, catalog, delivery.locationId);
  await ensureProducts(context, catalog, {
    categoryIds,
    inventoryItemIds,
    salesChannelId: channel.id,
    shippingProfileId: delivery.shippingProfileId,
  });

  await writeResult(context, process.env.MALL_SEED_RESULT_FILE, {
    region_id: region.id,
    publishable_key: channel.publishableKey,
    payment_provider_id: shop.paymentProviderId,
    sales_channel_id: channel.id,
    admin_email: adminEmail,
  });
}
