import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { orderLock, withLock } from "@mall/kernel";

/**
 * Medusa's own routes that change an order hold its lock until they have answered, as our routes and
 * jobs do: so nothing is sent while it is being canceled, and nothing is refunded twice.
 */
export function oneChangeOfOrder(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction,
): Promise<void> {
  return holdUntilAnswered(req, res, next, req.params.id ?? "");
}

/** The same for a route that names a payment of the order. */
export async function oneChangeOfPaidOrder(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction,
): Promise<void> {
  const { data } = await req.scope.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "payment",
    fields: ["payment_collection.order.id"],
    filters: { id: req.params.id ?? "" },
  });
  const [payment] = data as unknown as { payment_collection?: { order?: { id: string } } }[];
  const orderId = payment?.payment_collection?.order?.id;
  if (orderId === undefined) next();
  else await holdUntilAnswered(req, res, next, orderId);
}

async function holdUntilAnswered(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction,
  orderId: string,
): Promise<void> {
  try {
    await withLock(
      req.scope,
      orderLock(orderId),
      () =>
        new Promise<void>((resolve) => {
          if (res.destroyed) {
            resolve();
            return;
          }
          res.once("close", resolve);
          next();
        }),
    );
  } catch (error) {
    next(error);
  }
}
