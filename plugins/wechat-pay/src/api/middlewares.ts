import {
  authenticate,
  defineMiddlewares,
  validateAndTransformBody,
} from "@medusajs/framework/http";
import { z } from "zod";

export default defineMiddlewares({
  routes: [
    {
      matcher: "/store/orders/:id/pay",
      methods: ["POST"],
      middlewares: [
        authenticate("customer", ["session", "bearer"]),
        validateAndTransformBody(z.strictObject({})),
      ],
    },
    {
      // The signature is over the raw bytes, so nothing may parse them before.
      matcher: "/wechat/pay/notify",
      methods: ["POST"],
      bodyParser: false,
    },
  ],
});
