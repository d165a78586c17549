import { authenticate, defineMiddlewares } from "@medusajs/framework/http";
import { checkoutLimit } from "./checkout-limit";
import { closeBeforeCancel } from "./close-before-cancel";
import { answerUniformly, cataloguedErrorHandler } from "./errors";
import { oneChangeOfOrder, oneChangeOfPaidOrder } from "./one-change-at-a-time";

const customer = authenticate("customer", ["session", "bearer"]);

export default defineMiddlewares({
  errorHandler: cataloguedErrorHandler,
  routes: [
    { matcher: "/store*", middlewares: [answerUniformly] },
    { matcher: "/admin*", middlewares: [answerUniformly] },
    { matcher: "/store/carts/:id/complete", methods: ["POST"], middlewares: [checkoutLimit] },
    {
      matcher: "/admin/orders/:id/cancel",
      methods: ["POST"],
      middlewares: [oneChangeOfOrder, closeBeforeCancel],
    },
    {
      matcher: "/admin/orders/:id/fulfillments*",
      methods: ["POST"],
      middlewares: [oneChangeOfOrder],
    },
    {
      matcher: "/admin/orders/:id/complete",
      methods: ["POST"],
      middlewares: [oneChangeOfOrder],
    },
    {
      matcher: "/admin/payments/:id/refund",
      methods: ["POST"],
      middlewares: [oneChangeOfPaidOrder],
    },
    { matcher: "/store/orders/:id", methods: ["GET"], middlewares: [customer] },
    { matcher: "/store/orders/:id/timeline", methods: ["GET"], middlewares: [customer] },
  ],
});
