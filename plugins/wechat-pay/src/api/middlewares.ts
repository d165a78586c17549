import {
  authenticate,
  defineMiddlewares,
  validateAndTransformBody,
  validateAndTransformQuery,
} from "@medusajs/framework/http";
import { z } from "zod";
import { exceptionListQuery, reasonedBody, retryBody } from "./admin/payment-exceptions/validators";
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
      matcher: "/admin/payment-exceptions",
      methods: ["GET"],
      middlewares: [validateAndTransformQuery(exceptionListQuery, { isList: true })],
    },
    {
      matcher: "/admin/payment-exceptions/:id/accept",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(reasonedBody)],
    },
    {
      matcher: "/admin/payment-exceptions/:id/note",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(reasonedBody)],
    },
    {
      matcher: "/admin/payment-exceptions/:id/refund",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(reasonedBody)],
    },
    {
      matcher: "/admin/payment-exceptions/:id/retry",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(retryBody)],
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
