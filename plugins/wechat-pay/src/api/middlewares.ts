import {
  authenticate,
  defineMiddlewares,
  validateAndTransformBody,
  validateAndTransformQuery,
} from "@medusajs/framework/http";
import { z } from "zod";
import { reconciliationBody, reconciliationPage } from "./admin/reconciliations/validators";

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
    {
      matcher: "/admin/reconciliations",
      methods: ["GET"],
      middlewares: [validateAndTransformQuery(reconciliationPage, { isList: true })],
    },
    {
      matcher: "/admin/reconciliations",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(reconciliationBody)],
    },
    {
      matcher: "/admin/reconciliations/:id",
      methods: ["GET"],
      middlewares: [validateAndTransformQuery(reconciliationPage, { isList: true })],
    },
  ],
});
