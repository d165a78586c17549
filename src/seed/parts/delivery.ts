import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import {
  createLocationFulfillmentSetWorkflow,
  createServiceZonesWorkflow,
  createShippingProfilesWorkflow,
  createStockLocationsWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
  updateShippingProfilesWorkflow,
} from "@medusajs/medusa/core-flows";

import { find, type SeedContext } from "../context";
import { shop } from "../shop";
import { firstOf } from "./made";
import { ensureExpressOption } from "./shipping-option";

/** The profile that Medusa's migrations make; taken over, so that there is one. */
const BOOT_PROFILE_NAME = "Default Shipping Profile";

interface Location {
  id: string;
  sales_channels: { id: string }[] | null;
  fulfillment_providers: { id: string }[] | null;
  fulfillment_sets: { id: string }[] | null;
}

/** The warehouse, where it delivers to, and what that costs. */
export async function ensureDelivery(
  { container, report }: SeedContext,
  salesChannelId: string,
): Promise<{ locationId: string; shippingProfileId: string }> {
  const location = await ensureLocation(container, salesChannelId);
  const fulfillmentSetId = await ensureFulfillmentSet(container, location);
  const serviceZoneId = await ensureServiceZone(container, fulfillmentSetId);
  const shippingProfileId = await ensureShippingProfile(container);
  await ensureExpressOption(container, { serviceZoneId, shippingProfileId });
  report(
    `${shop.location.name}, ${shop.express.name} ¥${shop.express.fee}, free from ¥${shop.express.freeFrom}`,
  );
  return { locationId: location.id, shippingProfileId };
}

async function ensureLocation(
  container: MedusaContainer,
  salesChannelId: string,
): Promise<Location> {
  const location = (await findLocation(container)) ?? (await createLocation(container));
  if (!location.sales_channels?.some((channel) => channel.id === salesChannelId)) {
    await linkSalesChannelsToStockLocationWorkflow(container).run({
      input: { id: location.id, add: [salesChannelId] },
    });
  }
  if (!location.fulfillment_providers?.some(({ id }) => id === shop.fulfillmentProviderId)) {
    await container.resolve(ContainerRegistrationKeys.LINK).create({
      [Modules.STOCK_LOCATION]: { stock_location_id: location.id },
      [Modules.FULFILLMENT]: { fulfillment_provider_id: shop.fulfillmentProviderId },
    });
  }
  return location;
}

async function findLocation(container: MedusaContainer): Promise<Location | undefined> {
  const [location] = await find<Location>(container, {
    entity: "stock_location",
    fields: ["id", "sales_channels.id", "fulfillment_providers.id", "fulfillment_sets.id"],
    filters: { name: shop.location.name },
  });
  return location;
}

async function createLocation(container: MedusaContainer): Promise<Location> {
  const { result } = await createStockLocationsWorkflow(container).run({
    input: { locations: [{ name: shop.location.name, address: { ...shop.location.address } }] },
  });
  const { id } = firstOf(result, "stock location");
  return { id, sales_channels: [], fulfillment_providers: [], fulfillment_sets: [] };
}

async function ensureFulfillmentSet(
  container: MedusaContainer,
  location: Location,
): Promise<string> {
  const fulfillment = container.resolve(Modules.FULFILLMENT);
  const { name } = shop.fulfillmentSet;
  const [existing] = await fulfillment.listFulfillmentSets({ name });
  if (!existing) {
    await createLocationFulfillmentSetWorkflow(container).run({
      input: { location_id: location.id, fulfillment_set_data: { ...shop.fulfillmentSet } },
    });
    return firstOf(await fulfillment.listFulfillmentSets({ name }), "fulfilment set").id;
  }
  if (!location.fulfillment_sets?.some((set) => set.id === existing.id)) {
    await container.resolve(ContainerRegistrationKeys.LINK).create({
      [Modules.STOCK_LOCATION]: { stock_location_id: location.id },
      [Modules.FULFILLMENT]: { fulfillment_set_id: existing.id },
    });
  }
  return existing.id;
}

async function ensureServiceZone(
  container: MedusaContainer,
  fulfillmentSetId: string,
): Promise<string> {
  const [existing] = await container
    .resolve(Modules.FULFILLMENT)
    .listServiceZones({ name: shop.serviceZoneName, fulfillment_set: { id: fulfillmentSetId } });
  if (existing) {
    return existing.id;
  }
  const { result } = await createServiceZonesWorkflow(container).run({
    input: {
      data: [
        {
          name: shop.serviceZoneName,
          fulfillment_set_id: fulfillmentSetId,
          geo_zones: [{ type: "country", country_code: shop.countryCode }],
        },
      ],
    },
  });
  return firstOf(result, "service zone").id;
}

async function ensureShippingProfile(container: MedusaContainer): Promise<string> {
  const fulfillment = container.resolve(Modules.FULFILLMENT);
  const name = shop.shippingProfileName;
  const [existing] = await fulfillment.listShippingProfiles({ name });
  if (existing) {
    return existing.id;
  }
  const [fromBoot] = await fulfillment.listShippingProfiles({ name: BOOT_PROFILE_NAME });
  if (fromBoot) {
    await updateShippingProfilesWorkflow(container).run({
      input: { selector: { id: fromBoot.id }, update: { name } },
    });
    return fromBoot.id;
  }
  const { result } = await createShippingProfilesWorkflow(container).run({
    input: { data: [{ name, type: "default" }] },
  });
  return firstOf(result, "shipping profile").id;
}
