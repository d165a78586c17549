import { defineMiddlewares, validateAndTransformBody } from "@medusajs/framework/http";
import { retryBody } from "./admin/orders/[id]/wechat-shipping/retry/validators";

export default defineMiddlewares({
  routes: [
    {
      matcher: "/admin/orders/:id/wechat-shipping/retry",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(retryBody)],
    },
  ],
});
