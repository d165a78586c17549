import { call, type Answer } from "../support/http";
import { inStock } from "../support/products";
import { Shopper } from "../support/shopper";
import { stack } from "../support/stack";

const mall = stack();
const huge = JSON.stringify({ code: "x".repeat(3_000_000) });

interface Case {
  name: string;
  path: string;
  method?: "GET" | "POST";
  body?: unknown;
  headers?: Record<string, string>;
  as?: "nobody" | "shopper";
  status: number;
  code?: string;
  /** What the message has to name. */
  names?: string | RegExp;
}

const login = "/store/wechat/login";
const phone = "/store/wechat/phone";
const pay = "/store/orders/order_01UNKNOWN/pay";
const cancel = "/store/orders/order_01UNKNOWN/cancel";
const confirm = "/store/orders/order_01UNKNOWN/confirm-receipt";
const timeline = "/store/orders/order_01UNKNOWN/timeline";

const cases: Case[] = [
  { name: "login without a code", path: login, body: {}, status: 400, names: "code" },
  {
    name: "login with a number for a code",
    path: login,
    body: { code: 5 },
    status: 400,
    names: "code",
  },
  {
    name: "login with an empty code",
    path: login,
    body: { code: "  " },
    status: 400,
    names: "code",
  },
  {
    name: "login with an endless code",
    path: login,
    body: { code: "x".repeat(300) },
    status: 400,
    names: "code",
  },
  {
    name: "login with an unknown field",
    path: login,
    body: { code: "x", role: "admin" },
    status: 400,
    names: "role",
  },
  { name: "login with a list", path: login, body: [], status: 400 },
  { name: "login with half a JSON", path: login, body: '{"code":', status: 400 },
  { name: "login with three megabytes", path: login, body: huge, status: 413 },
  {
    name: "login without a publishable key",
    path: login,
    body: { code: "x" },
    headers: { "x-publishable-api-key": "" },
    status: 400,
    names: "ublishable",
  },
  {
    name: "phone without a token",
    path: phone,
    body: { code: "x" },
    as: "nobody",
    status: 401,
    code: "unauthorized",
  },
  {
    name: "phone without a code",
    path: phone,
    body: {},
    as: "shopper",
    status: 400,
    names: "code",
  },
  {
    name: "phone with an object for a code",
    path: phone,
    body: { code: {} },
    as: "shopper",
    status: 400,
    names: "code",
  },
  {
    name: "paying without a token",
    path: pay,
    body: {},
    as: "nobody",
    status: 401,
    code: "unauthorized",
  },
  {
    name: "paying with a token that nobody signed",
    path: pay,
    body: {},
    headers: { authorization: "Bearer eyJhbGciOiJub25lIn0.eyJhY3Rvcl9pZCI6ImN1c18xIn0." },
    status: 401,
    code: "unauthorized",
  },
  {
    name: "paying an unknown order",
    path: pay,
    body: {},
    as: "shopper",
    status: 404,
    code: "wechat_pay.order_not_found",
  },
  {
    name: "paying with an unknown field",
    path: pay,
    body: { amount: 1 },
    as: "shopper",
    status: 400,
    names: "amount",
  },
  {
    name: "canceling without a token",
    path: cancel,
    body: {},
    as: "nobody",
    status: 401,
    code: "unauthorized",
  },
  {
    name: "canceling an unknown order",
    path: cancel,
    body: {},
    as: "shopper",
    status: 404,
    code: "order_lifecycle.order_not_found",
  },
  {
    name: "canceling with an unknown field",
    path: cancel,
    body: { refund: 1 },
    as: "shopper",
    status: 400,
    names: "refund",
  },
  {
    name: "confirming without a token",
    path: confirm,
    body: {},
    as: "nobody",
    status: 401,
    code: "unauthorized",
  },
  {
    name: "confirming an unknown order",
    path: confirm,
    body: {},
    as: "shopper",
    status: 404,
    code: "order_lifecycle.order_not_found",
  },
  {
    name: "confirming with an unknown field",
    path: confirm,
    body: { refund: 1 },
    as: "shopper",
    status: 400,
    names: "refund",
  },
  {
    name: "canceling with a number for a reason",
    path: cancel,
    body: { reason: 5 },
    as: "shopper",
    status: 400,
    names: "reason",
  },
  {
    name: "canceling with an endless reason",
    path: cancel,
    body: { reason: "x".repeat(201) },
    as: "shopper",
    status: 400,
    names: "reason",
  },
  {
    name: "canceling with half a JSON",
    path: cancel,
    body: '{"reason":',
    as: "shopper",
    status: 400,
  },
  {
    name: "a timeline without a token",
    path: timeline,
    method: "GET",
    as: "nobody",
    status: 401,
    code: "unauthorized",
  },
  {
    name: "the timeline of an unknown order",
    path: timeline,
    method: "GET",
    as: "shopper",
    status: 404,
  },
  {
    name: "an order list without a token",
    path: "/store/orders",
    method: "GET",
    as: "nobody",
    status: 401,
    code: "unauthorized",
  },
  {
    name: "an unknown order",
    path: "/store/orders/order_01UNKNOWN",
    method: "GET",
    as: "shopper",
    status: 404,
  },
  {
    name: "an order without a token",
    path: "/store/orders/order_01UNKNOWN",
    method: "GET",
    as: "nobody",
    status: 401,
    code: "unauthorized",
  },
];

describe("a bad request", () => {
  let shopper: Shopper;
  beforeAll(async () => {
    shopper = await Shopper.login(mall);
  });

  it.each(cases)("$name is answered $status with type, code and message", async (one) => {
    const { method = "POST", body, path } = one;
    const headers = {
      "x-publishable-api-key": mall.publishable_key,
      ...(one.as === "shopper" && { authorization: `Bearer ${shopper.token}` }),
      ...one.headers,
    };
    const answer: Answer<Record<string, unknown>> = await call(mall.api_url + path, {
      method,
      headers,
      ...(body !== undefined && { body }),
    });
    expect(answer.status).toBe(one.status);
    expect(answer.body).toEqual(
      expect.objectContaining({
        type: expect.any(String) as string,
        code: one.code ?? (expect.any(String) as string),
        message: expect.any(String) as string,
      }),
    );
    if (one.names !== undefined) expect(answer.body.message).toMatch(one.names);
    expect(JSON.stringify(answer.body)).not.toMatch(/\.(ts|js):\d+|\bat .*\(|node_modules/);
  });

  it("leaves an order as it was", async () => {
    const { id } = await shopper.placeOrder(await inStock(shopper));
    const before = await shopper.order(id);
    await shopper.call(`/store/orders/${id}/pay`, { method: "POST", body: { total: 1 } });
    await shopper.call(`/store/orders/${id}/pay`, { method: "POST", body: "not json" });
    expect(await shopper.order(id)).toEqual(before);
  });
});

describe("something that is no notification of WeChat", () => {
  const notify = (body: string, headers: Record<string, string> = {}) =>
    call<{ code: string; message: string }>(`${mall.api_url}/wechat/pay/notify`, {
      method: "POST",
      body,
      headers,
    });

  it.each<[string, string, number]>([
    ["nothing", "", 401],
    ["half a JSON", '{"id":', 401],
    ["an unsigned event", '{"id":"1","event_type":"TRANSACTION.SUCCESS"}', 401],
    ["three megabytes", huge, 413],
  ])("(%s) is refused in WeChat's own shape", async (_, body, status) => {
    const answer = await notify(body);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ code: "FAIL", message: expect.any(String) as string });
  });

  it("is refused when its signature headers are nonsense", async () => {
    const answer = await notify("{}", {
      "wechatpay-timestamp": "yesterday",
      "wechatpay-nonce": "n",
      "wechatpay-serial": "00",
      "wechatpay-signature": "!!!",
    });
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe("FAIL");
  });
});
