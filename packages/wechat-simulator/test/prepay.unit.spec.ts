import { ask } from "./support/control";
import { newOutTradeNo } from "./support/merchant";
import { HandClock, HOUR, MINUTE, openShop, SECOND, type Shop } from "./support/shop";

let shop: Shop;
let clock: HandClock;
beforeAll(async () => {
  clock = new HandClock();
  shop = await openShop({ clock });
});
afterAll(() => shop.close());

describe("JSAPI prepay", () => {
  it("answers a prepay_id for a complete order", async () => {
    const openid = await shop.person();
    const order = shop.merchant.order(openid, {
      out_trade_no: "A_b-1|*",
      attach: "cart",
      time_expire: "2026-03-05T12:30:00+08:00",
      goods_tag: "WXG",
      support_fapiao: true,
      detail: {
        cost_price: 4500,
        invoice_id: "1",
        goods_detail: [{ merchant_goods_id: "1", quantity: 1, unit_price: 3990 }],
      },
      scene_info: { payer_client_ip: "127.0.0.1", store_info: { id: "1" } },
      settle_info: { profit_sharing: false },
      a_field_that_wechat_does_not_know: 1,
    });
    const answer = await shop.merchant.prepay(order);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      prepay_id: expect.stringMatching(/^wx20260305120000[0-9a-f]{20}$/),
    });
  });

  it.each([
    ["no appid", { appid: undefined }, "/appid"],
    ["no description", { description: undefined }, "/description"],
    ["an empty description", { description: "" }, "/description"],
    ["a description of 128 characters", { description: "橙".repeat(128) }, "/description"],
    ["an out_trade_no of 5 characters", { out_trade_no: "12345" }, "/out_trade_no"],
    ["an out_trade_no of 33 characters", { out_trade_no: "1".repeat(33) }, "/out_trade_no"],
    ["an out_trade_no with another character", { out_trade_no: "订单000001" }, "/out_trade_no"],
    ["a numeric out_trade_no", { out_trade_no: 1234567 }, "/out_trade_no"],
    ["a fraction of a fen", { amount: { total: 39.9 } }, "/amount/total"],
    ["a total as text", { amount: { total: "3990" } }, "/amount/total"],
    ["a total of nothing", { amount: { total: 0 } }, "/amount/total"],
    ["dollars", { amount: { total: 1, currency: "USD" } }, "/amount/currency"],
    ["no payer", { payer: undefined }, "/payer"],
    ["no openid", { payer: {} }, "/payer/openid"],
    ["an unknown openid", { payer: { openid: "oNobody" } }, "/payer/openid"],
    ["a notify_url with a query", { notify_url: "https://a.cn/n?x=1" }, "/notify_url"],
    ["a notify_url over plain http", { notify_url: "http://shop.example.cn/n" }, "/notify_url"],
    [
      "a notify_url of 256 characters",
      { notify_url: `https://a.cn/${"n".repeat(243)}` },
      "/notify_url",
    ],
    ["an attach of 129 characters", { attach: "x".repeat(129) }, "/attach"],
    ["a time_expire without a zone", { time_expire: "2026-03-05T12:30:00" }, "/time_expire"],
    ["a time_expire that is no date", { time_expire: "2026-13-05T12:30:00Z" }, "/time_expire"],
  ])("refuses %s with PARAM_ERROR that names the field", async (_what, wrong, field) => {
    const order = shop.merchant.order(await shop.person(), wrong);
    const answer = await shop.merchant.prepay(order);
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({
      code: "PARAM_ERROR",
      message: expect.stringMatching(/[一-龥]/),
      detail: { field, issue: expect.any(String), location: "body" },
    });
    expect(answer.json.detail).toHaveProperty("value");
  });

  it("explains a wrong type and a missing field in WeChat's words", async () => {
    const openid = await shop.person();
    const wrongType = await shop.merchant.prepay(
      shop.merchant.order(openid, { amount: { total: 0.01 } }),
    );
    expect(wrongType.json.message).toBe(
      "无法将 JSON 输入源“/body/amount/total”映射到目标字段“总金额”中，此字段需要一个合法的 64 位有符号整数",
    );
    const missing = await shop.merchant.prepay(shop.merchant.order(openid, { appid: undefined }));
    expect(missing.json.message).toBe(
      "输入源“/body/appid”映射到字段“公众号ID”必填性规则校验失败，此字段为必填项",
    );
  });

  it("refuses a body that is not JSON", async () => {
    const answer = await shop.merchant.call("POST", "/v3/pay/transactions/jsapi", "{");
    expect(answer).toMatchObject({ status: 400, json: { code: "PARAM_ERROR" } });
  });

  it.each([
    [{ appid: "wx0000000000000000" }, "APPID_MCHID_NOT_MATCH"],
    [{ mchid: "1900000000" }, "MCH_NOT_EXISTS"],
  ])("refuses the foreign %j", async (foreign, code) => {
    const answer = await shop.merchant.prepay(shop.merchant.order(await shop.person(), foreign));
    expect(answer).toMatchObject({ status: 400, json: { code } });
  });

  it("accepts https and, for this machine only, http as notify_url", async () => {
    for (const notify_url of [
      "https://shop.example.cn/n",
      "http://localhost:9000/n",
      "http://server:9000/n",
      "http://[::1]:9000/n",
      "http://192.168.1.5/n",
    ]) {
      const answer = await shop.merchant.prepay(
        shop.merchant.order(await shop.person(), { notify_url }),
      );
      expect([notify_url, answer.status]).toEqual([notify_url, 200]);
    }
  });
});

describe("The same out_trade_no again", () => {
  it("gets the same prepay_id with the same parameters, in any order of the fields", async () => {
    const { request, prepayId } = await shop.openOrder();
    const reversed = Object.fromEntries(Object.entries(request).reverse());
    const again = await shop.merchant.prepay(reversed);
    expect(again).toMatchObject({ status: 200, json: { prepay_id: prepayId } });
  });

  it.each([
    ["amount", { amount: { total: 1 } }],
    ["description", { description: "another" }],
    ["notify_url", { notify_url: "https://elsewhere.example.cn/n" }],
    ["attach", { attach: "new" }],
    ["time_expire", { time_expire: "2026-03-06T12:30:00+08:00" }],
  ])("is refused with INVALID_REQUEST when the %s differs", async (_what, other) => {
    const { request, prepayId } = await shop.openOrder();
    const again = await shop.merchant.prepay({ ...request, ...other });
    expect(again).toMatchObject({
      status: 400,
      json: { code: "INVALID_REQUEST", message: "201 商户订单号重复" },
    });
    expect((await shop.merchant.prepay(request)).json.prepay_id).toBe(prepayId);
  });

  it("is refused when another person wants to pay it", async () => {
    const { request } = await shop.openOrder();
    const openid = await shop.person();
    const again = await shop.merchant.prepay({ ...request, payer: { openid } });
    expect(again.json.code).toBe("INVALID_REQUEST");
  });

  it("is refused with ORDERPAID once paid, and OUT_TRADE_NO_USED with other parameters", async () => {
    const { request } = await shop.paidOrder();
    const same = await shop.merchant.prepay(request);
    expect(same).toMatchObject({ status: 403, json: { code: "ORDERPAID" } });
    const other = await shop.merchant.prepay({ ...request, amount: { total: 1 } });
    expect(other).toMatchObject({ status: 403, json: { code: "OUT_TRADE_NO_USED" } });
  });

  it("is refused with ORDER_CLOSED once closed", async () => {
    const { request, outTradeNo } = await shop.openOrder();
    await shop.merchant.close(outTradeNo);
    const again = await shop.merchant.prepay(request);
    expect(again).toMatchObject({ status: 400, json: { code: "ORDER_CLOSED" } });
  });

  it("gets a new prepay_id after two hours, and the old one no longer pays", async () => {
    const { request, prepayId, openid } = await shop.openOrder();
    clock.advance(2 * HOUR - SECOND);
    expect((await shop.merchant.prepay(request)).json.prepay_id).toBe(prepayId);
    clock.advance(SECOND);
    const renewed = (await shop.merchant.prepay(request)).json.prepay_id;
    expect(renewed).not.toBe(prepayId);
    const pay = (prepay_id: string) => ask(shop.simulator, "POST", "/pay", { prepay_id, openid });
    await expect(pay(prepayId)).rejects.toThrow("wechat_simulator.prepay_expired");
    await expect(pay(renewed)).resolves.toMatchObject({ trade_state: "SUCCESS" });
  });

  it("opens one order when it comes five times at once", async () => {
    const openid = await shop.person();
    const order = shop.merchant.order(openid, { out_trade_no: newOutTradeNo() });
    const answers = await Promise.all(Array.from({ length: 5 }, () => shop.merchant.prepay(order)));
    const ids = new Set(answers.map((answer) => answer.json.prepay_id));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    expect(ids.size).toBe(1);
  });
});

describe("time_expire", () => {
  const inMinutes = (minutes: number): string =>
    new Date(clock.now().getTime() + minutes * MINUTE).toISOString();

  it("in the past is refused", async () => {
    const order = shop.merchant.order(await shop.person(), { time_expire: inMinutes(-1) });
    const answer = await shop.merchant.prepay(order);
    expect(answer).toMatchObject({ status: 400, json: { code: "INVALID_REQUEST" } });
  });

  it("ends the time to pay, while the order itself stays open until it is closed", async () => {
    const order = await shop.openOrder({ time_expire: inMinutes(30) });
    clock.advance(30 * MINUTE);
    const pay = { prepay_id: order.prepayId, openid: order.openid };
    await expect(ask(shop.simulator, "POST", "/pay", pay)).rejects.toThrow("order_expired");
    expect((await shop.merchant.query(order.outTradeNo)).json.trade_state).toBe("NOTPAY");
    expect((await shop.merchant.prepay(order.request)).json.code).toBe("INVALID_REQUEST");
    expect((await shop.merchant.close(order.outTradeNo)).status).toBe(204);
  });

  it("lets the order be paid until its last second", async () => {
    const { prepayId, openid } = await shop.openOrder({ time_expire: inMinutes(30) });
    clock.advance(30 * MINUTE - SECOND);
    const paid = await ask(shop.simulator, "POST", "/pay", { prepay_id: prepayId, openid });
    expect(paid.trade_state).toBe("SUCCESS");
  });
});
