import type { MedusaContainer } from "@medusajs/framework/types";
import {
  createShippingOptionsWorkflow,
  deleteShippingOptionsWorkflow,
} from "@medusajs/medusa/core-flows";

import { find } from "../context";
import { shop } from "../shop";

interface ShippingOption {
  id: string;
  prices: unknown[] | null;
}

/**
 * One option with two prices instead of two options: Medusa reprices the chosen option when the
 * cart changes, so an order that grows past the threshold becomes free by itself, and one that
 * shrinks below it keeps a shipping method. A separate free option would be listed without a price
 * below the threshold, and would vanish from a cart that shrinks.
 */
export async function ensureExpressOption(
  container: MedusaContainer,
  { serviceZoneId, shippingProfileId }: { serviceZoneId: string; shippingProfileId: string },
): Promise<void> {
  const options = await find<ShippingOption>(container, {
    entity: "shipping_option",
    fields: ["id", "prices.id"],
    filters: { service_zone_id: serviceZoneId, type: { code: shop.express.code } },
  });
  const unpriced = options.filter((option) => !option.prices?.length).map(({ id }) => id);
  if (options.length > unpriced.length) {
    return;
  }
  if (unpriced.length > 0) {
    // Left by an interrupted run. Without a price it cannot have been chosen by anyone.
    await deleteShippingOptionsWorkflow(container).run({ input: { ids: unpriced } });
  }
  await createShippingOptionsWorkflow(container).run({
    input: [expressOption(serviceZoneId, shippingProfileId)],
  });
}

function expressOption(serviceZoneId: string, shippingProfileId: string) {
  const { name, code, description, fee, freeFrom } = shop.express;
  return {
    name,
    price_type: "flat" as const,
    service_zone_id: serviceZoneId,
    shipping_profile_id: shippingProfileId,
    provider_id: shop.fulfillmentProviderId,
    type: { label: name, code, description },
    prices: [
      { currency_code: shop.currencyCode, amount: fee },
      {
        currency_code: shop.currencyCode,
        amount: 0,
        rules: [{ attribute: "item_total", operator: "gte" as const, value: freeFrom }],
      },
    ],
    rules: [
      { attribute: "enabled_in_store", operator: "eq" as const, value: "true" },
      { attribute: "is_return", operator: "eq" as const, value: "false" },
    ],
  };
}
