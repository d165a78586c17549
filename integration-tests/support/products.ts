import type { Shopper, Variant } from "./shopper";

/** One piece of something that is plentiful, so that tests do not take each other's stock. */
export async function inStock(
  shopper: Shopper,
): Promise<{ variant_id: string; quantity: number }[]> {
  const variants = (await shopper.products()).flatMap((product) => product.variants);
  const fullest = variants.reduce<Variant | undefined>(
    (best, one) => ((one.inventory_quantity ?? 0) > (best?.inventory_quantity ?? 0) ? one : best),
    undefined,
  );
  if (fullest === undefined) throw new Error("Nothing is in stock");
  return [{ variant_id: fullest.id, quantity: 1 }];
}
