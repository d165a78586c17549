import { updateStoresWorkflow } from "@medusajs/medusa/core-flows";

import { find, type SeedContext } from "../context";
import { shop } from "../shop";
import { firstOf } from "./made";

/** What Medusa calls the store that it makes when it first boots. */
const BOOT_STORE_NAME = "Medusa Store";

interface Store {
  id: string;
  name: string;
  default_sales_channel_id: string | null;
  default_region_id: string | null;
  default_location_id: string | null;
  supported_currencies: { currency_code: string }[] | null;
}

/** Names the store and sets its defaults, as far as nobody has done so. */
export async function ensureStore(
  { container, report }: SeedContext,
  defaults: { salesChannelId: string; regionId: string; locationId: string },
): Promise<void> {
  const stores = await find<Store>(container, {
    entity: "store",
    fields: [
      "id",
      "name",
      "default_sales_channel_id",
      "default_region_id",
      "default_location_id",
      "supported_currencies.currency_code",
    ],
  });
  const store = firstOf(stores, "store");
  const trades = store.supported_currencies?.some(
    (currency) => currency.currency_code === shop.currencyCode,
  );
  const update = {
    ...(store.name === BOOT_STORE_NAME && { name: shop.storeName }),
    ...(!store.default_sales_channel_id && { default_sales_channel_id: defaults.salesChannelId }),
    ...(!store.default_region_id && { default_region_id: defaults.regionId }),
    ...(!store.default_location_id && { default_location_id: defaults.locationId }),
    // The list replaces the euro that Medusa starts with: the shop sells in one currency.
    ...(!trades && {
      supported_currencies: [
        { currency_code: shop.currencyCode, is_default: true, is_tax_inclusive: true },
      ],
    }),
  };
  if (Object.keys(update).length > 0) {
    await updateStoresWorkflow(container).run({ input: { selector: { id: store.id }, update } });
  }
  report(`store ${shop.storeName}`);
}
