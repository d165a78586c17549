import { authenticate, defineMiddlewares } from "@medusajs/framework/http";
import { answerUniformly, cataloguedErrorHandler } from "./errors";

export default defineMiddlewares({
  errorHandler: cataloguedErrorHandler,
  routes: [
    { matcher: "/store*", middlewares: [answerUniformly] },
    { matcher: "/admin*", middlewares: [answerUniformly] },
    {
      matcher: "/store/orders/:id",
      methods: ["GET"],
      middlewares: [authenticate("customer", ["session", "bearer"])],
    },
  ],
});
