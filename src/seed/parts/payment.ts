import { MedusaError, Modules } from "@medusajs/framework/utils";

import type { SeedContext } from "../context";
import { shop } from "../shop";

/**
 * A shop without its payment provider would take orders that nobody can pay, so the seed stops
 * before it makes anything.
 *
 * @throws MedusaError when no application has registered the provider in this database (Medusa does not
 *   forget one that an earlier start registered)
 */
export async function requirePaymentProvider({ container }: SeedContext): Promise<void> {
  const [provider] = await container
    .resolve(Modules.PAYMENT)
    .listPaymentProviders({ id: shop.paymentProviderId, is_enabled: true });
  if (!provider) {
    throw new MedusaError(
      MedusaError.Types.NOT_FOUND,
      `The payment provider ${shop.paymentProviderId} is not registered: add it to the payment module in medusa-config.ts`,
    );
  }
}
