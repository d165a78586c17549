import express, { type Express } from "express";
import type { SimulatorContext } from "./context";
import { guardControl } from "./control/guard";
import { controlRouter } from "./control/router";
import { failureHandler } from "./http/failures";
import { miniProgramRouter } from "./mini-program/router";
import { pageHandler } from "./page/page";
import { payRouter } from "./pay/router";

const LARGEST_BODY = "1mb";

/** The whole HTTP surface of one simulator. */
export function createApp(context: SimulatorContext): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.enable("case sensitive routing");
  app.enable("strict routing");
  // A signature covers bytes: nothing may parse or unpack them first.
  app.use(express.raw({ type: () => true, limit: LARGEST_BODY, inflate: false }));
  app.use("/_sim", controlRouter(context));
  app.get("/", guardControl, pageHandler);
  app.use(miniProgramRouter(context));
  app.use(payRouter(context));
  app.use((_request, response) => {
    response.status(404).json({
      type: "not_found",
      code: "wechat_simulator.route_not_found",
      message: "The simulated WeChat has no such address",
    });
  });
  app.use(failureHandler(context));
  return app;
}
