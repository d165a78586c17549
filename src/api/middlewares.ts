import { authenticate, defineMiddlewares } from "@medusajs/framework/http";
import { checkoutLimit } from "./checkout-limit";
import { closeBeforeCancel } from "./close-before-cancel";
import { answerUniformly, cataloguedErrorHandler } from "./errors";

export default defineMiddlewares({
  errorHandler: cataloguedErrorHandler,
  routes: [
    { matcher: "/store*", middlewares: [answerUniformly] },
    { matcher: "/admin*", middlewares: [answerUniformly] },
    { matcher: "/store/carts/:id/complete", methods: ["POST"], middlewares: [checkoutLimit] },
    { matcher: "/admin/orders/:id/cancel", methods: ["POST"], middlewares: [closeBeforeCancel] },
    {
      matcher: "/store/orders/:id",
      methods: ["GET"],
      middlewares: [authenticate("customer", ["session", "bearer"])],
    },
  ],
});
