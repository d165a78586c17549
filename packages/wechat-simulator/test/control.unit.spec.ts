import { createServer, request as httpRequest } from "node:http";
import { ask, control } from "./support/control";
import { openShop, type OpenOrder, type Shop } from "./support/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const pay = (body: unknown) => control(shop.simulator, "POST", "/pay", body);
const payOrder = ({ prepayId, openid }: OpenOrder, more: object = {}) =>
  pay({ prepay_id: prepayId, openid, ...more });

describe("POST /_sim/pay", () => {
  it("takes the money of an order once, also when asked ten times at once", async () => {
    await ask(shop.simulator, "POST", "/reset", {});
    const order = await shop.openOrder();
    const answers = await Promise.all(Array.from({ length: 10 }, () => payOrder(order)));
    const codes = answers.filter(({ status }) => status !== 200).map(({ json }) => json.code);
    expect(codes).toEqual(Array(9).fill("wechat_simulator.order_paid"));
    expect(answers.find(({ status }) => status === 200)!.json).toMatchObject({
      out_trade_no: order.outTradeNo,
      transaction_id: expect.stringMatching(/^\d{28}$/),
      trade_state: "SUCCESS",
      total: 3990,
    });
    const { balance } = await ask(shop.simulator, "GET", "/books");
    expect(balance).toEqual({ received: 3990, refunded: 0, balance: 3990, available: 3990 });
  });

  it("is refused for a foreign person, a closed order and an unknown prepay_id", async () => {
    const [order, closed] = [await shop.openOrder(), await shop.openOrder()];
    await shop.merchant.close(closed.outTradeNo);
    const answers = [
      await payOrder({ ...order, openid: await shop.person() }),
      await payOrder(closed),
      await payOrder({ ...order, prepayId: `wx${"0".repeat(34)}` }),
    ];
    expect(answers.map(({ status, json }) => [status, json.code])).toEqual([
      [409, "wechat_simulator.foreign_openid"],
      [409, "wechat_simulator.order_closed"],
      [404, "wechat_simulator.prepay_unknown"],
    ]);
    expect((await shop.merchant.query(order.outTradeNo)).json.trade_state).toBe("NOTPAY");
  });

  it("says what to do about a package string instead of a prepay_id", async () => {
    const order = await shop.openOrder();
    const { status, json } = await payOrder({ ...order, prepayId: `prepay_id=${order.prepayId}` });
    expect([status, json]).toEqual([
      400,
      {
        type: "invalid_data",
        code: "wechat_simulator.invalid_data",
        message: 'prepay_id: must be the bare id "wx…", without "prepay_id=" in front',
      },
    ]);
  });

  it("checks the client's pay parameters when it is given them", async () => {
    const order = await shop.openOrder();
    const timeStamp = "1554208460";
    const nonceStr = "593BEC0C930BF1AFEB40B4A08C8FB242";
    const packageText = `prepay_id=${order.prepayId}`;
    const { appId } = shop.merchant.credentials;
    const paySign = shop.merchant.sign(`${appId}\n${timeStamp}\n${nonceStr}\n${packageText}\n`);
    const good = { timeStamp, nonceStr, package: packageText, signType: "RSA", paySign };
    const wrong = await payOrder(order, { pay_params: { ...good, timeStamp: "1554208461" } });
    const other = await payOrder(await shop.openOrder(), { pay_params: good });
    expect([wrong.json.code, other.json.code]).toEqual(
      Array(2).fill("wechat_simulator.pay_sign_wrong"),
    );
    expect((await payOrder(order, { pay_params: good })).status).toBe(200);
  });
});

describe("POST /_sim/refuse", () => {
  it("leaves the order unpaid, is recorded, and the order can still be paid", async () => {
    const order = await shop.openOrder();
    const refused = await ask(shop.simulator, "POST", "/refuse", { prepay_id: order.prepayId });
    expect(refused).toMatchObject({ out_trade_no: order.outTradeNo, trade_state: "NOTPAY" });
    const { transactions } = await ask(shop.simulator, "GET", "/books");
    expect(transactions.at(-1)).toMatchObject({
      state: "NOTPAY",
      refused_at: refused.refused_at,
      payable: true,
    });
    expect((await payOrder(order)).status).toBe(200);
    const late = await control(shop.simulator, "POST", "/refuse", { prepay_id: order.prepayId });
    expect(late.json.code).toBe("wechat_simulator.order_paid");
  });
});

describe("GET /_sim/books", () => {
  it("tells every transaction and notification, and only the newest when asked", async () => {
    await ask(shop.simulator, "POST", "/reset", {});
    const paid = await shop.paidOrder({ description: "红富士苹果", attach: "cart" });
    const open = await shop.openOrder();
    const books = await ask(shop.simulator, "GET", "/books");
    expect(books).toMatchObject({
      transactions: [
        {
          out_trade_no: paid.outTradeNo,
          transaction_id: expect.any(String),
          prepay_id: paid.prepayId,
          state: "SUCCESS",
          openid: paid.openid,
          total: 3990,
          description: "红富士苹果",
          attach: "cart",
          paid_at: expect.any(String),
        },
        { out_trade_no: open.outTradeNo, transaction_id: null, state: "NOTPAY", paid_at: null },
      ],
      refunds: [],
      balance: { received: 3990, refunded: 0, balance: 3990 },
      notifications: [{ out_trade_no: paid.outTradeNo }],
      counts: { NOTPAY: 1, SUCCESS: 1, CLOSED: 0, REFUND: 0 },
      requests: { "POST /v3/pay/transactions/jsapi": { 200: 2 } },
    });
    const newest = await ask(shop.simulator, "GET", "/books?latest=1");
    expect(newest.transactions).toEqual([books.transactions[1]]);
    expect(newest.balance).toEqual(books.balance);
  });
});

describe("POST /_sim/reset", () => {
  it("empties the books and keeps persons, credentials and faults", async () => {
    await ask(shop.simulator, "PUT", "/faults", { seed: 1, slow_answer: { count: 1, ms: 1 } });
    const { openid } = await shop.paidOrder();
    expect(await ask(shop.simulator, "POST", "/reset", {})).toEqual({ reset: true });
    expect(await ask(shop.simulator, "GET", "/books")).toMatchObject({
      transactions: [],
      notifications: [],
      balance: { received: 0, refunded: 0, balance: 0 },
      requests: {},
    });
    expect((await ask(shop.simulator, "GET", "/faults")).faults).toHaveProperty("slow_answer");
    expect((await shop.merchant.prepay(shop.merchant.order(openid))).status).toBe(200);
    await ask(shop.simulator, "PUT", "/faults", {});
  });

  it("in the middle of a delivery leaves no trace of it", async () => {
    const slow = createServer((_request, response) => {
      setTimeout(() => response.end(), 100);
    });
    await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
    const { port } = slow.address() as { port: number };
    await shop.paidOrder({ notify_url: `http://127.0.0.1:${port}/n` });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await ask(shop.simulator, "POST", "/reset", {});
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await ask(shop.simulator, "GET", "/books")).notifications).toEqual([]);
    await new Promise((resolve) => slow.close(resolve));
  });
});

describe("PUT /_sim/faults", () => {
  it("shows what is in force with its defaults, and {} clears it", async () => {
    const set = await ask(shop.simulator, "PUT", "/faults", {
      seed: 42,
      lose_notification: { probability: 0.2 },
      duplicate_notification: { count: 3, route: "/wechat/*" },
    });
    expect(set).toEqual({
      seed: 42,
      faults: {
        lose_notification: { probability: 0.2, seen: 0, fired: 0 },
        duplicate_notification: {
          count: 3,
          times: 1,
          route: "/wechat/*",
          seen: 0,
          fired: 0,
          remaining: 3,
        },
      },
    });
    expect(await ask(shop.simulator, "GET", "/faults")).toEqual(set);
    expect((await ask(shop.simulator, "PUT", "/faults", {})).faults).toEqual({});
  });

  it("chooses and tells a seed when none is given", async () => {
    const { seed } = await ask(shop.simulator, "PUT", "/faults", { server_error: { count: 0 } });
    expect(Number.isInteger(seed)).toBe(true);
    await ask(shop.simulator, "PUT", "/faults", {});
  });
});

describe("Bad input", () => {
  it.each([
    ["POST", "/login-code", { openid: "" }, "openid"],
    ["POST", "/login-code", { openid: 5 }, "openid"],
    ["POST", "/login-code", { open_id: "o1" }, "open_id"],
    ["POST", "/phone-code", { openid: "oNobody", phone: "123" }, "phone"],
    ["POST", "/phone-code", { phone: "13800138000" }, "openid"],
    ["POST", "/pay", {}, "prepay_id"],
    ["POST", "/pay", { prepay_id: "wx1", openid: "o1" }, "prepay_id"],
    ["POST", "/refuse", { prepay_id: null }, "prepay_id"],
    ["POST", "/notify", { out_trade_no: "1", times: 0 }, "times"],
    ["POST", "/expire-access-token", { errcode: 1 }, "errcode"],
    ["POST", "/notify", {}, "out_refund_no"],
    ["POST", "/refund", { out_refund_no: "1", outcome: "lost" }, "outcome"],
    ["PUT", "/balance", { available: -1 }, "available"],
    ["PUT", "/balance", { available: 0.5 }, "available"],
    ["POST", "/reset", { all: true }, "all"],
    ["PUT", "/mode", { signing: "none" }, "signing"],
    ["PUT", "/faults", { loose_notification: { count: 1 } }, "loose_notification"],
    ["PUT", "/faults", { lose_notification: {} }, "lose_notification"],
    ["PUT", "/faults", { lose_notification: { count: 1, probability: 1 } }, "lose_notification"],
    ["PUT", "/faults", { lose_notification: { probability: 2 } }, "lose_notification.probability"],
    ["PUT", "/faults", { slow_answer: { count: 1, ms: -1 } }, "slow_answer.ms"],
    ["PUT", "/faults", { server_error: { count: 1, route: "jsapi" } }, "server_error.route"],
    ["GET", "/books?latest=none", undefined, "latest"],
    ["POST", "/pay", [], "array"],
  ])("to %s %s with %j is refused and names the field", async (method, path, body, field) => {
    const { status, json } = await control(shop.simulator, method, path, body);
    expect(status).toBe(400);
    expect(json).toEqual({
      type: "invalid_data",
      code: "wechat_simulator.invalid_data",
      message: expect.stringContaining(field),
    });
  });

  it("that is no JSON, huge, or for no route is refused in the same shape", async () => {
    const send = async (path: string, body: string, type = "application/json") => {
      const headers = { "Content-Type": type };
      const response = await fetch(`${shop.simulator.url}${path}`, {
        method: "POST",
        body,
        headers,
      });
      const { code } = (await response.json()) as { code: string };
      return [response.status, code];
    };
    expect(await send("/_sim/pay", "{")).toEqual([400, "wechat_simulator.not_json"]);
    expect(await send("/_sim/pay", "{}", "text/plain")).toEqual([400, "wechat_simulator.not_json"]);
    expect(await send("/_sim/pay", "x".repeat(2_000_000))).toEqual([
      413,
      "wechat_simulator.invalid_data",
    ]);
    expect(await send("/_sim/nothing", "{}")).toEqual([404, "wechat_simulator.route_not_found"]);
    expect(await send("/nothing", "{}")).toEqual([404, "wechat_simulator.route_not_found"]);
    expect(await send("/_sim/%E0%A4%A", "{}")).toEqual([404, "wechat_simulator.route_not_found"]);
  });

  it("does not change a person's unionid, nor give a stranger a phone code", async () => {
    await ask(shop.simulator, "POST", "/login-code", { openid: "oFixed", unionid: "u1" });
    const other = await control(shop.simulator, "POST", "/login-code", {
      openid: "oFixed",
      unionid: "u2",
    });
    expect([other.status, other.json.code]).toEqual([409, "wechat_simulator.unionid_is_fixed"]);
    const stranger = await control(shop.simulator, "POST", "/phone-code", {
      openid: "oStranger",
      phone: "13800138000",
    });
    expect([stranger.status, stranger.json.code]).toEqual([
      404,
      "wechat_simulator.person_not_found",
    ]);
  });
});

describe("The control routes", () => {
  /** fetch does not let Host be set, so this speaks plain http. */
  const statusWith = (headers: Record<string, string>, path = "/_sim/books"): Promise<number> =>
    new Promise((resolve, reject) => {
      const { port } = shop.simulator;
      httpRequest({ host: "127.0.0.1", port, path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on("error", reject)
        .end();
    });

  it.each([
    [{ Host: "evil.example.com" }],
    [{ Host: "127.0.0.1.evil.example.com" }],
    [{ Host: "localhost", Origin: "https://evil.example.com" }],
    [{ Host: "localhost", Origin: "http://127.0.0.1.evil.example.com" }],
    [{ Host: "localhost", Origin: "null" }],
  ])("refuse a page elsewhere: %j", async (headers) => {
    expect(await statusWith(headers)).toBe(403);
    expect(await statusWith(headers, "/")).toBe(403);
  });

  it.each([
    [{ Host: "localhost:9876" }],
    [{ Host: "wechat-simulator:9876" }],
    [{ Host: "192.168.1.5:9876", Origin: "http://192.168.1.5:9876" }],
    [{ Host: "localhost:9876", Origin: "http://localhost:10086" }],
    [{ Host: "[::1]:9876" }],
  ])("answer to this machine: %j", async (headers) => {
    expect(await statusWith(headers)).toBe(200);
  });

  it("do not keep WeChat's own routes from being called under any name", async () => {
    expect(await statusWith({ Host: "api.mch.weixin.qq.com" }, "/v3/certificates")).toBe(400);
  });
});
