import { Router, type Response } from "express";
import type { SimulatorContext } from "../context";
import type { Answer, Incoming } from "../http/exchange";
import { toRequestHandler, type Family, type Handler } from "../http/serve";
import { MiniProgramError, miniProgramErrors } from "./errors";
import { loginHandler } from "./login";
import { phoneNumberHandler } from "./phone-number";
import { shippingOrderHandler } from "./shipping/order";
import { uploadShippingHandler } from "./shipping/upload";
import { stableTokenHandler } from "./token";

const toAnswer = (error: MiniProgramError, status = 200): Answer => ({
  status,
  body: { errcode: error.errcode, errmsg: error.message },
});

/** The live jscode2session calls its JSON plain text; a client must not rely on the header. */
const contentTypeOf = (path: string): string =>
  path.startsWith("/sns/") ? "text/plain" : "application/json; charset=UTF-8";

function send(
  _context: SimulatorContext,
  incoming: Incoming,
  answer: Answer,
  response: Response,
): void {
  response
    .status(answer.status)
    .set("Content-Type", contentTypeOf(incoming.path))
    .end(JSON.stringify(answer.body));
}

/** The mini-program server APIs: HTTP 200 throughout, unsigned. */
const miniProgramFamily: Family = {
  serverError: (status) => toAnswer(miniProgramErrors.systemError(), status),
  refusal: (error) => {
    if (error instanceof MiniProgramError) {
      return toAnswer(error);
    }
    throw error;
  },
  send,
};

/** Refuses in the shape of this family, from wherever the request failed. */
export const refuseMiniProgram = (
  context: SimulatorContext,
  incoming: Incoming,
  error: MiniProgramError,
  status: number,
  response: Response,
): void => send(context, incoming, toAnswer(error, status), response);

/** Everything under `/sns`, `/cgi-bin` and `/wxa`. */
export function miniProgramRouter(context: SimulatorContext): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const serve = (handler: Handler) => toRequestHandler(context, miniProgramFamily, handler);
  const needsPost = serve(() => {
    throw miniProgramErrors.postNeeded();
  });
  router.get("/sns/jscode2session", serve(loginHandler));
  router.post("/cgi-bin/stable_token", serve(stableTokenHandler));
  router.post("/wxa/business/getuserphonenumber", serve(phoneNumberHandler));
  router.post("/wxa/sec/order/upload_shipping_info", serve(uploadShippingHandler));
  router.post("/wxa/sec/order/get_order", serve(shippingOrderHandler));
  router.get(["/cgi-bin/stable_token", "/wxa/business/getuserphonenumber"], needsPost);
  router.get("/wxa/sec/order/:action", needsPost);
  const unknown = serve(() => {
    throw miniProgramErrors.invalidUrl();
  });
  router.all("/sns/*", unknown);
  router.all("/cgi-bin/*", unknown);
  router.all("/wxa/*", unknown);
  return router;
}
