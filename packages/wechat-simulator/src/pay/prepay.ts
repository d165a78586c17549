import { createHash } from "node:crypto";
import type { SimulatorContext } from "../context";
import type { Answer, Incoming } from "../http/exchange";
import { prepay, type OrderRequest, type PrepayResult } from "../trade/prepay";
import { payErrors, type PayError } from "./errors";
import { prepaySchema, type PrepayRequest } from "./prepay-schema";
import { parseJson, validate } from "./validation";

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortKeys);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

/** The same for the same parameters, in whatever order the JSON had them. */
const fingerprintOf = (request: PrepayRequest): string =>
  createHash("sha256")
    .update(JSON.stringify(sortKeys(request)))
    .digest("base64url");

const toOrder = (request: PrepayRequest): OrderRequest => ({
  outTradeNo: request.out_trade_no,
  openid: request.payer.openid,
  description: request.description,
  total: request.amount.total,
  notifyUrl: request.notify_url,
  fingerprint: fingerprintOf(request),
  ...(request.attach !== undefined && { attach: request.attach }),
  ...(request.time_expire !== undefined && {
    timeExpire: new Date(request.time_expire).toISOString(),
  }),
});

function checkParties(context: SimulatorContext, request: PrepayRequest): void {
  const { keyring, books } = context;
  if (request.mchid !== keyring.mchId) {
    throw payErrors.mchNotExists();
  }
  if (request.appid !== keyring.appId) {
    throw payErrors.appidMchidNotMatch();
  }
  if (!books.state.persons.has(request.payer.openid)) {
    throw payErrors.param("无效的openid", {
      field: "/payer/openid",
      value: request.payer.openid,
      issue: "nobody with this openid ever logged in to this appid (POST /_sim/login-code)",
      location: "body",
    });
  }
}

const refusals: Record<Extract<PrepayResult, { refused: string }>["refused"], () => PayError> = {
  paid: payErrors.orderPaid,
  "number-used": payErrors.outTradeNoUsed,
  closed: payErrors.orderClosed,
  "other-parameters": () => payErrors.invalidRequest("201 商户订单号重复"),
  expired: () => payErrors.invalidRequest("time_expire必须晚于当前时间"),
};

/** POST /v3/pay/transactions/jsapi */
export function prepayHandler(context: SimulatorContext, incoming: Incoming): Answer {
  const request = validate(prepaySchema, parseJson(incoming.body), "body");
  checkParties(context, request);
  const result = prepay(context.books, toOrder(request), context.clock.now());
  if ("refused" in result) {
    throw refusals[result.refused]();
  }
  return { status: 200, body: { prepay_id: result.prepayId } };
}
