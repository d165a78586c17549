import {
  authenticate,
  defineMiddlewares,
  validateAndTransformBody,
  type MedusaNextFunction,
  type MedusaRequest,
  type MedusaResponse,
} from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { z } from "zod";
import { OrderLifecycleErrors } from "../modules/order-lifecycle/errors";

/**
 * Medusa would delete the payment session of an order that was placed and start another. Money
 * that is under way for the old one would then belong to nothing.
 */
async function refuseForPlacedOrder(
  req: MedusaRequest,
  _res: MedusaResponse,
  next: MedusaNextFunction,
): Promise<void> {
  const { data } = await req.scope.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order_payment_collection",
    fields: ["order_id"],
    filters: { payment_collection_id: req.params.id },
  });
  next(data.length > 0 ? OrderLifecycleErrors.order_already_placed() : undefined);
}

const customer = authenticate("customer", ["session", "bearer"]);

export default defineMiddlewares({
  routes: [
    {
      matcher: "/store/payment-collections/:id/payment-sessions",
      methods: ["POST"],
      middlewares: [refuseForPlacedOrder],
    },
    {
      matcher: "/store/orders/:id/cancel",
      methods: ["POST"],
      middlewares: [
        customer,
        validateAndTransformBody(z.strictObject({ reason: z.string().trim().max(200).optional() })),
      ],
    },
    {
      matcher: "/store/orders/:id/confirm-receipt",
      methods: ["POST"],
      middlewares: [customer, validateAndTransformBody(z.strictObject({}))],
    },
  ],
});
