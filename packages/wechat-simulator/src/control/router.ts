import { Router, type Request, type RequestHandler } from "express";
import { z } from "zod";
import type { SimulatorContext } from "../context";
import { booksView } from "./books-view";
import { ControlError, parseControl } from "./errors";
import { guardControl } from "./guard";
import { payOrder, refusePayment } from "./payments";
import { issueLoginCode, issuePhoneCode } from "./persons";
import { decideRefund, setBalance } from "./refunds";
import { renotify } from "./renotify";
import { rotateCertificate } from "./rotation";
import { expireAccessToken, reset, setFaults, setMode } from "./settings";

type ControlAction = (context: SimulatorContext, body: unknown) => object | Promise<object>;

const booksQuery = z.strictObject({ latest: z.coerce.number().int().min(1).optional() });

/** Only JSON is taken: a form on a foreign page cannot send it without being asked first. */
function bodyOf(request: Request): unknown {
  if (!Buffer.isBuffer(request.body) || request.body.length === 0) {
    return {};
  }
  if (!request.is("application/json")) {
    throw new ControlError("invalid_data", "not_json", "Content-Type: must be application/json");
  }
  try {
    return JSON.parse(request.body.toString("utf8"));
  } catch {
    throw new ControlError("invalid_data", "not_json", "The body is not JSON");
  }
}

const serve =
  (context: SimulatorContext, action: ControlAction): RequestHandler =>
  (request, response, next) => {
    Promise.resolve()
      .then(() => action(context, bodyOf(request)))
      .then((answer) => response.json(answer))
      .catch(next);
  };

/** Everything under `/_sim`: what people and tests do that at WeChat a phone would. */
export function controlRouter(context: SimulatorContext): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.use(guardControl);
  const post = (path: string, action: ControlAction) => router.post(path, serve(context, action));
  post("/login-code", issueLoginCode);
  post("/phone-code", issuePhoneCode);
  post("/pay", payOrder);
  post("/refuse", refusePayment);
  post("/notify", renotify);
  post("/refund", decideRefund);
  post("/expire-access-token", expireAccessToken);
  post("/rotate-certificate", rotateCertificate);
  post("/reset", reset);
  router.put("/faults", serve(context, setFaults));
  router.put("/balance", serve(context, setBalance));
  router.put("/mode", serve(context, setMode));
  router.get("/faults", (_request, response) => response.json(context.faults.report()));
  router.get("/books", (request, response) => {
    response.json(booksView(context, parseControl(booksQuery, request.query).latest));
  });
  router.get("/health", (_request, response) =>
    response.json({ status: "ok", instance: context.instance }),
  );
  router.use((_request, _response, next) => {
    next(new ControlError("not_found", "route_not_found", "There is no such control route"));
  });
  return router;
}
