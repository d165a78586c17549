import {
  type RefundInput,
  WechatApiError,
  WechatMalformedError,
  WechatSignatureError,
  WechatTransportError,
} from "@mall/wechat";
import { generateKeys, type Keys, type Merchant, openMerchant } from "./fixture/merchant";

const REFUND = "POST /v3/refund/domestic/refunds";
const QUERY = "GET /v3/refund/domestic/refunds/REFUND_1";

let keys: Keys;
let merchant: Merchant;

beforeAll(async () => {
  keys = await generateKeys();
});
beforeEach(async () => {
  merchant = await openMerchant(keys);
});
afterEach(() => merchant.server.stop());

const partial: RefundInput = {
  outTradeNo: "ORDER_20260301",
  outRefundNo: "REFUND_1",
  refundFen: 990,
  totalFen: 2990,
};

const processing = () => ({
  refund_id: "50000000001",
  out_refund_no: "REFUND_1",
  transaction_id: "4200000001",
  out_trade_no: "ORDER_20260301",
  status: "PROCESSING",
  create_time: "2026-03-01T10:00:00+08:00",
  channel: "ORIGINAL",
  user_received_account: "招商银行信用卡0403",
  funds_account: "AVAILABLE",
  promotion_detail: [],
  amount: {
    total: 2990,
    refund: 990,
    payer_total: 2490,
    payer_refund: 824,
    settlement_refund: 824,
    settlement_total: 2490,
    discount_refund: 166,
    currency: "CNY",
    from: [],
  },
});

const failure = (call: Promise<unknown>) =>
  call.then(
    () => "no failure",
    (error: unknown) => error,
  );
const sentBodies = () =>
  merchant.server.requests.filter(({ method }) => method === "POST").map(({ body }) => body);

describe("a refund", () => {
  it("sends order, number and amounts in fen, signed, and returns what WeChat made of it", async () => {
    merchant.world.answers[REFUND] = { status: 200, body: processing() };
    const refund = await merchant.client.refund({ ...partial, reason: "坏果" });
    expect(refund).toMatchObject({
      status: "PROCESSING",
      refund_id: "50000000001",
      channel: "ORIGINAL",
      amount: { total: 2990, refund: 990, payer_total: 2490, payer_refund: 824 },
    });
    expect(refund).not.toHaveProperty("funds_account");
    expect(refund.success_time).toBeUndefined();
    expect(JSON.parse(sentBodies()[0] ?? "")).toEqual({
      out_trade_no: "ORDER_20260301",
      out_refund_no: "REFUND_1",
      reason: "坏果",
      notify_url: merchant.settings.notifyUrl,
      amount: { refund: 990, total: 2990, currency: "CNY" },
    });
  });

  it("can name the order by WeChat's number and its own address for events", async () => {
    merchant.world.answers[REFUND] = { status: 200, body: processing() };
    await merchant.client.refund({
      transactionId: "4200000001",
      outRefundNo: "REFUND_1",
      refundFen: 990,
      totalFen: 2990,
      notifyUrl: "https://shop.example.com/refunds",
    });
    expect(JSON.parse(sentBodies()[0] ?? "")).toEqual({
      transaction_id: "4200000001",
      out_refund_no: "REFUND_1",
      notify_url: "https://shop.example.com/refunds",
      amount: { refund: 990, total: 2990, currency: "CNY" },
    });
  });

  it("sends the same bytes again for the same refund, so that a retry refunds once", async () => {
    merchant.world.answers[REFUND] = { status: 200, body: processing() };
    await merchant.client.refund(partial);
    await merchant.client.refund(partial);
    const [first, second] = sentBodies();
    expect(first).toBe(second);
  });

  it.each(["NOT_ENOUGH", "NOTENOUGH"])("is refused for want of balance: %s", async (code) => {
    merchant.world.answers[REFUND] = { status: 403, body: { code, message: "余额不足" } };
    const error = await failure(merchant.client.refund(partial));
    expect(error).toBeInstanceOf(WechatApiError);
    expect(error).toMatchObject({ code: "NOT_ENOUGH", status: 403, retryable: false });
  });

  it.each([
    ["another refund's number", { out_refund_no: "REFUND_2" }],
    ["another order", { out_trade_no: "ORDER_OTHER" }],
    ["another amount", { amount: { ...processing().amount, refund: 991 } }],
    ["another total", { amount: { ...processing().amount, total: 2991 } }],
    ["an unknown status", { status: "DONE" }],
    ["no refund id", { refund_id: undefined }],
    ["a fraction of a fen", { amount: { ...processing().amount, payer_refund: 0.5 } }],
    ["more than the order had", { amount: { ...processing().amount, refund: 3000 } }],
    ["no time of creation", { create_time: "soon" }],
  ])("never takes an answer with %s for its own", async (_what, change) => {
    merchant.world.answers[REFUND] = { status: 200, body: { ...processing(), ...change } };
    expect(await failure(merchant.client.refund(partial))).toBeInstanceOf(WechatMalformedError);
  });

  it("is of unknown outcome after an unsigned answer, a gateway's error and a cut-off one", async () => {
    merchant.world.answers[REFUND] = { status: 200, body: processing() };
    await merchant.client.refund(partial);
    const headers = { "Content-Type": "application/json" };
    merchant.world.distort = (reply) => ({ ...reply, headers });
    expect(await failure(merchant.client.refund(partial))).toBeInstanceOf(WechatSignatureError);
    merchant.world.distort = () => ({ status: 502, body: "<html>", headers });
    expect(await failure(merchant.client.refund(partial))).toBeInstanceOf(WechatTransportError);
    merchant.world.distort = (reply) => ({ ...reply, cutOff: true });
    expect(await failure(merchant.client.refund(partial))).toMatchObject({ reason: "cut_off" });
  });
});

describe("a refund is refused before it is sent", () => {
  it.each<[string, Partial<Record<keyof RefundInput, unknown>>]>([
    ["without an order", { outTradeNo: undefined }],
    ["with two orders", { transactionId: "4200000001" }],
    ["with a malformed order number", { outTradeNo: "../x" }],
    ["with a malformed transaction id", { outTradeNo: undefined, transactionId: "4200/1" }],
    ["without a number", { outRefundNo: "" }],
    ["with a number of 65 characters", { outRefundNo: "R".repeat(65) }],
    ["with a slash in its number", { outRefundNo: "R/1" }],
    ["with a hanzi in its number", { outRefundNo: "退1" }],
    ["with nothing to refund", { refundFen: 0 }],
    ["with less than nothing", { refundFen: -1 }],
    ["with a fraction of a fen", { refundFen: 9.9 }],
    ["with no amount", { refundFen: Number.NaN }],
    ["with a total that is no whole fen", { totalFen: 2990.5 }],
    ["beyond the total", { refundFen: 2991 }],
    ["with an empty reason", { reason: "" }],
    ["with a reason of 81 characters", { reason: "果".repeat(81) }],
    ["with a query in its address", { notifyUrl: "https://shop.example.com/?a=1" }],
    ["with an address of 256 characters", { notifyUrl: `https://${"a".repeat(248)}` }],
    ["with an address that is none", { notifyUrl: "shop" }],
  ])("%s", async (_what, change) => {
    const input = { ...partial, ...change } as RefundInput;
    await expect(merchant.client.refund(input)).rejects.toThrow(RangeError);
    expect(merchant.server.requests).toHaveLength(0);
  });

  it("but not at the limits themselves", async () => {
    const outRefundNo = `${"R".repeat(59)}_-|*@`;
    merchant.world.answers[REFUND] = {
      status: 200,
      body: {
        ...processing(),
        out_refund_no: outRefundNo,
        amount: { ...processing().amount, refund: 2990, payer_refund: 2490 },
      },
    };
    const notifyUrl = `https://${"a".repeat(247)}`;
    const reason = "果".repeat(80);
    const input = { ...partial, outRefundNo, refundFen: 2990, reason, notifyUrl };
    await expect(merchant.client.refund(input)).resolves.toMatchObject({
      amount: { refund: 2990 },
    });
  });
});

describe("a refund query", () => {
  it("returns a finished refund with its time", async () => {
    merchant.world.answers[QUERY] = {
      status: 200,
      body: { ...processing(), status: "SUCCESS", success_time: "2026-03-01T10:05:00+08:00" },
    };
    await expect(merchant.client.queryRefund("REFUND_1")).resolves.toMatchObject({
      status: "SUCCESS",
      success_time: "2026-03-01T10:05:00+08:00",
    });
  });

  it("encodes the number, and signs the path that is sent", async () => {
    merchant.world.answers["GET /v3/refund/domestic/refunds/A%7CB%40C*"] = {
      status: 200,
      body: { ...processing(), out_refund_no: "A|B@C*" },
    };
    const refund = await merchant.client.queryRefund("A|B@C*");
    expect(refund.out_refund_no).toBe("A|B@C*");
  });

  it("of a number that WeChat does not know is RESOURCE_NOT_EXISTS", async () => {
    merchant.world.answers[QUERY] = { status: 404, body: { code: "RESOURCE_NOT_EXISTS" } };
    const error = await failure(merchant.client.queryRefund("REFUND_1"));
    expect(error).toMatchObject({ code: "RESOURCE_NOT_EXISTS", retryable: false });
  });

  it("never takes another refund's answer for this one's", async () => {
    merchant.world.answers[QUERY] = {
      status: 200,
      body: { ...processing(), out_refund_no: "REFUND_2" },
    };
    const error = await failure(merchant.client.queryRefund("REFUND_1"));
    expect(error).toBeInstanceOf(WechatMalformedError);
  });
});

describe("an abnormal refund", () => {
  it("is paid into the merchant's bank account", async () => {
    merchant.world.answers["POST /v3/refund/domestic/refunds/50000000001/apply-abnormal-refund"] = {
      status: 200,
      body: processing(),
    };
    const input = { refundId: "50000000001", outRefundNo: "REFUND_1" };
    await expect(merchant.client.applyAbnormalRefund(input)).resolves.toMatchObject({
      status: "PROCESSING",
    });
    expect(JSON.parse(sentBodies()[0] ?? "")).toEqual({
      out_refund_no: "REFUND_1",
      type: "MERCHANT_BANK_CARD",
    });
    await expect(
      merchant.client.applyAbnormalRefund({ ...input, refundId: "../1" }),
    ).rejects.toThrow(RangeError);
  });
});
