import { createPublicKey, verify } from "node:crypto";
import { WechatApiError, WechatMalformedError } from "@mall/wechat";
import {
  generateKeys,
  type Keys,
  type Merchant,
  openMerchant,
  PUBLIC_KEY_ID,
} from "./fixture/merchant";

const PREPAY = "POST /v3/pay/transactions/jsapi";
const NUMBER = "ORDER_20260301";
const BY_NUMBER = `GET /v3/pay/transactions/out-trade-no/${NUMBER}`;

let keys: Keys;
let merchant: Merchant;

beforeAll(async () => {
  keys = await generateKeys();
});
beforeEach(async () => {
  merchant = await openMerchant(keys);
});
afterEach(() => merchant.server.stop());

const order = {
  outTradeNo: NUMBER,
  description: "红富士苹果 5 斤",
  totalFen: 2990,
  openid: "openid-1",
};

const unpaid = (merchantOf: Merchant) => ({
  appid: merchantOf.settings.appId,
  mchid: merchantOf.settings.mchId,
  out_trade_no: NUMBER,
  trade_state: "NOTPAY",
  trade_state_desc: "订单未支付",
  attach: "",
  payer: {},
  amount: { total: 2990, payer_currency: "CNY" },
  promotion_detail: [],
  scene_info: { device_id: "" },
});

const paid = (merchantOf: Merchant) => ({
  ...unpaid(merchantOf),
  trade_state: "SUCCESS",
  transaction_id: "4200000001",
  success_time: "2026-03-01T10:00:00+08:00",
  payer: { openid: "openid-1" },
  amount: { total: 2990, payer_total: 2490, currency: "CNY", payer_currency: "CNY" },
});

describe("a prepay", () => {
  it("sends the order, signed, and returns the prepay id", async () => {
    merchant.world.answers[PREPAY] = { status: 200, body: { prepay_id: "wx0123" } };
    await expect(
      merchant.client.jsapiPrepay({
        ...order,
        timeExpire: new Date("2026-03-01T02:30:00.900Z"),
        attach: "a",
      }),
    ).resolves.toEqual({ prepayId: "wx0123" });
    const sent = merchant.server.requests.find(({ method }) => method === "POST");
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      appid: merchant.settings.appId,
      mchid: merchant.settings.mchId,
      description: "红富士苹果 5 斤",
      out_trade_no: NUMBER,
      time_expire: "2026-03-01T10:30:00+08:00",
      attach: "a",
      notify_url: merchant.settings.notifyUrl,
      amount: { total: 2990, currency: "CNY" },
      payer: { openid: "openid-1" },
    });
    expect(sent?.headers["content-type"]).toBe("application/json");
    expect(sent?.headers["wechatpay-serial"]).toBeUndefined();
  });

  it("sends the same bytes for the same order, so that a repetition is re-entrant", async () => {
    merchant.world.answers[PREPAY] = { status: 200, body: { prepay_id: "wx0123" } };
    await merchant.client.jsapiPrepay(order);
    await merchant.client.jsapiPrepay(order);
    const bodies = merchant.server.requests.filter(({ method }) => method === "POST");
    expect(bodies).toHaveLength(2);
    expect(bodies[0]?.body).toBe(bodies[1]?.body);
    expect(bodies[0]?.headers.authorization).not.toBe(bodies[1]?.headers.authorization);
  });

  it("is refused before it is sent when it breaks WeChat's rules", async () => {
    const wrong = [
      { ...order, outTradeNo: "short" },
      { ...order, outTradeNo: "../certificates" },
      { ...order, totalFen: 0 },
      { ...order, totalFen: 29.9 },
      { ...order, totalFen: Number.NaN },
      { ...order, description: "" },
      { ...order, description: "果".repeat(128) },
      { ...order, openid: "" },
      { ...order, attach: "a".repeat(129) },
    ];
    for (const input of wrong) {
      await expect(merchant.client.jsapiPrepay(input)).rejects.toThrow(RangeError);
    }
    expect(merchant.server.requests).toHaveLength(0);
  });

  it("is malformed when the answer has no prepay id", async () => {
    merchant.world.answers[PREPAY] = { status: 200, body: { prepay: "?" } };
    await expect(merchant.client.jsapiPrepay(order)).rejects.toThrow(WechatMalformedError);
  });
});

describe("a query", () => {
  it("of an unpaid order has no payment fields", async () => {
    merchant.world.answers[BY_NUMBER] = { status: 200, body: unpaid(merchant) };
    const transaction = await merchant.client.queryByOutTradeNo(NUMBER);
    expect(transaction.trade_state).toBe("NOTPAY");
    expect(transaction.payer).toBeUndefined();
    expect(transaction.attach).toBeUndefined();
    expect(transaction.transaction_id).toBeUndefined();
    expect(transaction).not.toHaveProperty("scene_info");
    expect(merchant.server.requests.at(0)?.path).toBe(
      `/v3/pay/transactions/out-trade-no/${NUMBER}?mchid=1900000001`,
    );
  });

  it("of a paid order has them, amounts in fen", async () => {
    merchant.world.answers["GET /v3/pay/transactions/id/4200000001"] = {
      status: 200,
      body: paid(merchant),
    };
    const transaction = await merchant.client.queryByTransactionId("4200000001");
    expect(transaction).toMatchObject({
      trade_state: "SUCCESS",
      out_trade_no: NUMBER,
      payer: { openid: "openid-1" },
      amount: { total: 2990, payer_total: 2490, currency: "CNY" },
    });
  });

  it("encodes a number with special characters, and signs the path that is sent", async () => {
    const outTradeNo = "A|B*C-D_E";
    merchant.world.answers["GET /v3/pay/transactions/out-trade-no/A%7CB*C-D_E"] = {
      status: 200,
      body: { ...unpaid(merchant), out_trade_no: outTradeNo },
    };
    await expect(merchant.client.queryByOutTradeNo(outTradeNo)).resolves.toMatchObject({
      out_trade_no: outTradeNo,
    });
  });

  it("never takes another order's answer for this one's", async () => {
    for (const other of [{ out_trade_no: "ORDER_OTHER" }, { mchid: "1900000002" }]) {
      merchant.world.answers[BY_NUMBER] = { status: 200, body: { ...paid(merchant), ...other } };
      await expect(merchant.client.queryByOutTradeNo(NUMBER)).rejects.toThrow(WechatMalformedError);
    }
  });

  it("never takes an incomplete or nonsensical answer for a payment", async () => {
    const { transaction_id: _id, ...withoutId } = paid(merchant);
    const bodies = [
      withoutId,
      { ...paid(merchant), amount: undefined },
      { ...paid(merchant), amount: { total: 29.9 } },
      { ...paid(merchant), amount: { total: "2990" } },
      { ...paid(merchant), payer: {} },
      { ...paid(merchant), success_time: "yesterday" },
      { ...paid(merchant), trade_state: "PAID" },
      [],
      null,
    ];
    for (const body of bodies) {
      merchant.world.answers[BY_NUMBER] = { status: 200, body };
      await expect(merchant.client.queryByOutTradeNo(NUMBER)).rejects.toThrow(WechatMalformedError);
    }
  });
});

describe("a close", () => {
  const CLOSE = `POST /v3/pay/transactions/out-trade-no/${NUMBER}/close`;

  it("is done when WeChat says 204", async () => {
    merchant.world.answers[CLOSE] = { status: 204 };
    await expect(merchant.client.close(NUMBER)).resolves.toBeUndefined();
    expect(JSON.parse(merchant.server.requests.at(0)?.body ?? "")).toEqual({ mchid: "1900000001" });
  });

  it.each(["ORDERPAID", "ORDER_PAID"])(
    "of a paid order is refused with one code: %s",
    async (code) => {
      merchant.world.answers[CLOSE] = {
        status: 400,
        body: { code, message: "该订单已支付", detail: { field: "out_trade_no" } },
      };
      const error = await merchant.client.close(NUMBER).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(WechatApiError);
      expect(error).toMatchObject({
        status: 400,
        code: "ORDERPAID",
        detail: { field: "out_trade_no" },
        requestId: "request-1",
        retryable: false,
      });
    },
  );
});

describe("pay parameters of a client", () => {
  it("verify with the merchant's public key", () => {
    const { timeStamp, nonceStr, paySign, ...rest } = merchant.client.payParameters("wx0123");
    expect(rest).toEqual({ package: "prepay_id=wx0123", signType: "RSA" });
    expect(timeStamp).toBe(String(merchant.clock.now().getTime() / 1000));
    const message = `${merchant.client.appId}\n${timeStamp}\n${nonceStr}\nprepay_id=wx0123\n`;
    const key = createPublicKey(keys.merchant.publicPem);
    expect(verify("sha256", Buffer.from(message), key, Buffer.from(paySign, "base64"))).toBe(true);
  });
});

describe("public-key mode", () => {
  it("asks for answers signed with the public key, and downloads no certificate", async () => {
    const own = await openMerchant(keys, "public_key");
    own.world.answers[PREPAY] = { status: 200, body: { prepay_id: "wx0123" } };
    await own.client.jsapiPrepay(order);
    expect(own.server.requests.at(0)?.headers["wechatpay-serial"]).toBe(PUBLIC_KEY_ID);
    expect(own.downloads()).toBe(0);
    await own.server.stop();
  });

  it("accepts a platform certificate beside it, so that a merchant can be moved", async () => {
    const own = await openMerchant(keys, "public_key");
    own.world.answers[PREPAY] = { status: 200, body: { prepay_id: "wx0123" } };
    const publicKeySigner = own.world.signer;
    await own.client.jsapiPrepay(order);
    own.world.signer = keys.platform;
    await own.client.jsapiPrepay(order);
    own.world.signer = publicKeySigner;
    await own.client.jsapiPrepay(order);
    expect(own.downloads()).toBe(1);
    await own.server.stop();
  });
});

describe("two merchants", () => {
  it("do not share platform certificates", async () => {
    const other = await openMerchant(keys);
    merchant.world.answers[PREPAY] = { status: 200, body: { prepay_id: "wx0123" } };
    other.world.answers[PREPAY] = { status: 200, body: { prepay_id: "wx0456" } };
    await merchant.client.jsapiPrepay(order);
    await other.client.jsapiPrepay(order);
    expect([merchant.downloads(), other.downloads()]).toEqual([1, 1]);
    await other.server.stop();
  });
});
