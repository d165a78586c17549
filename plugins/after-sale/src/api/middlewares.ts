import {
  authenticate,
  defineMiddlewares,
  validateAndTransformBody,
  validateAndTransformQuery,
} from "@medusajs/framework/http";
import {
  AdminQuery,
  ApproveBody,
  EmptyBody,
  FileBody,
  RefuseBody,
  ReturnShipmentBody,
  StoreQuery,
} from "./validators";

const shopper = authenticate("customer", ["session", "bearer"]);

export default defineMiddlewares({
  routes: [
    { matcher: "/store/refund-requests*", middlewares: [shopper] },
    { matcher: "/store/orders/:id/refund-requests", middlewares: [shopper] },
    {
      matcher: "/store/orders/:id/refund-requests",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(FileBody)],
    },
    {
      matcher: "/store/refund-requests",
      methods: ["GET"],
      middlewares: [validateAndTransformQuery(StoreQuery, { isList: true })],
    },
    {
      matcher: "/store/refund-requests/:id/withdraw",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(EmptyBody)],
    },
    {
      matcher: "/store/refund-requests/:id/return-shipment",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(ReturnShipmentBody)],
    },
    {
      matcher: "/admin/refund-requests",
      methods: ["GET"],
      middlewares: [validateAndTransformQuery(AdminQuery, { isList: true })],
    },
    {
      matcher: "/admin/refund-requests/:id/approve",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(ApproveBody)],
    },
    {
      matcher: "/admin/refund-requests/:id/refuse",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(RefuseBody)],
    },
    {
      matcher: "/admin/refund-requests/:id/receive",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(EmptyBody)],
    },
  ],
});
