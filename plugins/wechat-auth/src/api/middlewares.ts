import {
  authenticate,
  defineMiddlewares,
  validateAndTransformBody,
} from "@medusajs/framework/http";
import { LoginBody, PhoneBody } from "./store/wechat/validators";

export default defineMiddlewares({
  routes: [
    {
      matcher: "/store/wechat/login",
      methods: ["POST"],
      middlewares: [validateAndTransformBody(LoginBody)],
    },
    {
      matcher: "/store/wechat/phone",
      methods: ["POST"],
      middlewares: [
        authenticate("customer", ["session", "bearer"]),
        validateAndTransformBody(PhoneBody),
      ],
    },
  ],
});
