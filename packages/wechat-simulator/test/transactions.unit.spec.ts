import { ask } from "./support/control";
import { DAY, HandClock, HOUR, openShop, SECOND, type Shop } from "./support/shop";

let shop: Shop;
let clock: HandClock;
beforeAll(async () => {
  clock = new HandClock();
  shop = await openShop({ clock });
});
afterAll(() => shop.close());

describe("A query", () => {
  it("tells an unpaid order without the fields of a payment", async () => {
    const { outTradeNo } = await shop.openOrder({ attach: "cart-7" });
    const answer = await shop.merchant.query(outTradeNo);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      appid: shop.merchant.credentials.appId,
      mchid: shop.merchant.credentials.mchId,
      out_trade_no: outTradeNo,
      trade_state: "NOTPAY",
      trade_state_desc: "订单未支付",
      attach: "cart-7",
      amount: { total: 3990, currency: "CNY", payer_currency: "CNY" },
      promotion_detail: [],
    });
  });

  it("tells a paid order whole, by either number", async () => {
    const { outTradeNo, openid } = await shop.paidOrder();
    const byNumber = await shop.merchant.query(outTradeNo);
    expect(byNumber.json).toEqual({
      appid: shop.merchant.credentials.appId,
      mchid: shop.merchant.credentials.mchId,
      out_trade_no: outTradeNo,
      transaction_id: expect.stringMatching(/^4200\d{24}$/),
      trade_type: "JSAPI",
      trade_state: "SUCCESS",
      trade_state_desc: "支付成功",
      bank_type: "OTHERS",
      attach: "",
      success_time: "2026-03-05T12:00:00+08:00",
      payer: { openid },
      amount: { total: 3990, payer_total: 3990, currency: "CNY", payer_currency: "CNY" },
      promotion_detail: [],
    });
    const { mchId } = shop.merchant.credentials;
    const byId = await shop.merchant.call(
      "GET",
      `/v3/pay/transactions/id/${byNumber.json.transaction_id}?mchid=${mchId}`,
    );
    expect(byId.json).toEqual(byNumber.json);
  });

  it("for an unknown order is answered ORDER_NOT_EXIST", async () => {
    const { mchId } = shop.merchant.credentials;
    const byId = `/v3/pay/transactions/id/4200000000000000000000000000?mchid=${mchId}`;
    for (const answer of [
      await shop.merchant.query("never-ordered"),
      await shop.merchant.call("GET", byId),
    ]) {
      expect(answer).toMatchObject({ status: 404, json: { code: "ORDER_NOT_EXIST" } });
    }
  });

  it("needs the merchant's own mchid", async () => {
    const { outTradeNo } = await shop.openOrder();
    const path = `/v3/pay/transactions/out-trade-no/${outTradeNo}`;
    const without = await shop.merchant.call("GET", path);
    expect(without.json).toMatchObject({ code: "PARAM_ERROR", detail: { location: "query" } });
    const foreign = await shop.merchant.call("GET", `${path}?mchid=1900000000`);
    expect(foreign.json.code).toBe("MCH_NOT_EXISTS");
  });
});

describe("Closing", () => {
  it("ends an unpaid order and may be repeated", async () => {
    const { outTradeNo, prepayId, openid } = await shop.openOrder();
    const statuses = [
      (await shop.merchant.close(outTradeNo)).status,
      (await shop.merchant.close(outTradeNo)).status,
    ];
    expect(statuses).toEqual([204, 204]);
    expect((await shop.merchant.query(outTradeNo)).json.trade_state).toBe("CLOSED");
    await expect(
      ask(shop.simulator, "POST", "/pay", { prepay_id: prepayId, openid }),
    ).rejects.toThrow("order_closed");
  });

  it("of a paid order is refused with ORDERPAID and changes nothing", async () => {
    const { outTradeNo } = await shop.paidOrder();
    const answer = await shop.merchant.close(outTradeNo);
    expect(answer).toMatchObject({ status: 403, json: { code: "ORDERPAID" } });
    expect((await shop.merchant.query(outTradeNo)).json.trade_state).toBe("SUCCESS");
  });

  it("of an unknown order is answered ORDER_NOT_EXIST", async () => {
    const answer = await shop.merchant.close("never-ordered");
    expect(answer).toMatchObject({ status: 404, json: { code: "ORDER_NOT_EXIST" } });
  });

  it("and paying at once has exactly one winner", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { outTradeNo, prepayId, openid } = await shop.openOrder();
      const [closed, paid] = await Promise.allSettled([
        shop.merchant.close(outTradeNo),
        ask(shop.simulator, "POST", "/pay", { prepay_id: prepayId, openid }),
      ]);
      const closeWon = closed.status === "fulfilled" && closed.value.status === 204;
      expect(closeWon).toBe(paid.status === "rejected");
    }
  });

  it("happens by itself after seven days", async () => {
    const { outTradeNo } = await shop.openOrder();
    clock.advance(7 * DAY - SECOND);
    expect((await shop.merchant.query(outTradeNo)).json.trade_state).toBe("NOTPAY");
    clock.advance(HOUR);
    const { transactions } = await ask(shop.simulator, "GET", "/books");
    const record = transactions.find(
      (entry: { out_trade_no: string }) => entry.out_trade_no === outTradeNo,
    );
    expect(record).toMatchObject({ state: "CLOSED", payable: false });
  });
});
