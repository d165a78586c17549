import type { MedusaContainer } from "@medusajs/framework/types";
import { MedusaError, Modules } from "@medusajs/framework/utils";
import {
  createPricePreferencesWorkflow,
  createRegionsWorkflow,
  createTaxRegionsWorkflow,
  updateRegionsWorkflow,
} from "@medusajs/medusa/core-flows";

import { find, type SeedContext } from "../context";
import { shop } from "../shop";
import { firstOf } from "./made";

interface Region {
  id: string;
  currency_code: string;
  payment_providers: { id: string }[] | null;
}

/** The region of mainland China: CNY, prices with tax, paid by WeChat. */
export async function ensureRegion({ container, report }: SeedContext): Promise<{ id: string }> {
  const existing = await findRegion(container);
  const id = existing ? existing.id : await createRegion(container);
  if (existing) {
    await completeRegion(container, existing);
  }
  await ensureTaxInclusive(container, "currency_code", shop.currencyCode);
  await ensureTaxInclusive(container, "region_id", id);
  await ensureTaxRegion(container);
  report(`region ${shop.regionName}, prices in ${shop.currencyCode} with tax`);
  return { id };
}

async function findRegion(container: MedusaContainer): Promise<Region | undefined> {
  // By country, not by name: a country belongs to one region only.
  const [region] = await find<Region>(container, {
    entity: "region",
    fields: ["id", "currency_code", "payment_providers.id"],
    filters: { countries: { iso_2: shop.countryCode } },
  });
  if (region && region.currency_code !== shop.currencyCode) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `China already belongs to region ${region.id} with currency ${region.currency_code}: the demo shop needs it in ${shop.currencyCode}`,
    );
  }
  return region;
}

async function createRegion(container: MedusaContainer): Promise<string> {
  const { result } = await createRegionsWorkflow(container).run({
    input: {
      regions: [
        {
          name: shop.regionName,
          currency_code: shop.currencyCode,
          countries: [shop.countryCode],
          payment_providers: [shop.paymentProviderId],
          is_tax_inclusive: true,
        },
      ],
    },
  });
  return firstOf(result, "region").id;
}

async function completeRegion(container: MedusaContainer, region: Region): Promise<void> {
  const providers = (region.payment_providers ?? []).map((provider) => provider.id);
  if (providers.includes(shop.paymentProviderId)) {
    return;
  }
  await updateRegionsWorkflow(container).run({
    input: {
      selector: { id: region.id },
      update: { payment_providers: [...providers, shop.paymentProviderId] },
    },
  });
}

async function ensureTaxInclusive(
  container: MedusaContainer,
  attribute: "currency_code" | "region_id",
  value: string,
): Promise<void> {
  const [preference] = await container
    .resolve(Modules.PRICING)
    .listPricePreferences({ attribute, value });
  if (!preference) {
    await createPricePreferencesWorkflow(container).run({
      input: [{ attribute, value, is_tax_inclusive: true }],
    });
  }
}

async function ensureTaxRegion(container: MedusaContainer): Promise<void> {
  const [taxRegion] = await container
    .resolve(Modules.TAX)
    .listTaxRegions({ country_code: shop.countryCode });
  if (!taxRegion) {
    await createTaxRegionsWorkflow(container).run({
      input: [{ country_code: shop.countryCode, provider_id: shop.taxProviderId }],
    });
  }
}
