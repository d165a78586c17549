import { ask, control, eventually, type Json } from "./support/control";
import { newOutTradeNo, type PayAnswer } from "./support/merchant";
import { DAY, HandClock, openShop, type OpenOrder, type Shop } from "./support/shop";

let shop: Shop;
let clock: HandClock;
beforeAll(async () => {
  clock = new HandClock();
  shop = await openShop({ clock });
});
afterAll(() => shop.close());
beforeEach(async () => {
  await ask(shop.simulator, "POST", "/reset", {});
  await ask(shop.simulator, "PUT", "/faults", {});
});

const partly = (refund: number, total = 3990) => ({ amount: { refund, total, currency: "CNY" } });
const refund = ({ request }: OpenOrder, more: Record<string, unknown> = {}): Promise<PayAnswer> =>
  shop.merchant.refund(request, more);
const refusal = ({ status, json }: PayAnswer) => [status, json.code];
const books = (): Promise<Json> => ask(shop.simulator, "GET", "/books");
const setFaults = (faults: object) => ask(shop.simulator, "PUT", "/faults", faults);
const decide = (outRefundNo: string, outcome: string) =>
  ask(shop.simulator, "POST", "/refund", { out_refund_no: outRefundNo, outcome });

const becomes = (outRefundNo: string, status: string): Promise<Json> =>
  eventually(async () => {
    const { json } = await shop.merchant.queryRefund(outRefundNo);
    return json.status === status && json;
  });

describe("A refund", () => {
  it("is PROCESSING at first and SUCCESS a little later", async () => {
    const order = await shop.paidOrder();
    const accepted = await refund(order, { reason: "不想要了" });
    expect(accepted.status).toBe(200);
    const expected = {
      refund_id: expect.stringMatching(/^50300\d{24}$/),
      out_refund_no: expect.stringMatching(/^\w{24}$/),
      transaction_id: expect.stringMatching(/^4200\d{24}$/),
      out_trade_no: order.outTradeNo,
      channel: "ORIGINAL",
      user_received_account: "支付用户零钱",
      create_time: "2026-03-05T12:00:00+08:00",
      status: "PROCESSING",
      funds_account: "AVAILABLE",
      amount: {
        total: 3990,
        refund: 3990,
        from: [],
        payer_total: 3990,
        payer_refund: 3990,
        settlement_refund: 3990,
        settlement_total: 3990,
        discount_refund: 0,
        currency: "CNY",
      },
      promotion_detail: [],
    };
    expect(accepted.json).toEqual(expected);
    const done = await becomes(accepted.json.out_refund_no, "SUCCESS");
    expect(done).toEqual({
      ...accepted.json,
      status: "SUCCESS",
      success_time: "2026-03-05T12:00:00+08:00",
    });
  });

  it("takes its money from the balance at once and turns the order to REFUND", async () => {
    await setFaults({ refund_stuck: { count: 1 } });
    const order = await shop.paidOrder();
    const { json } = await refund(order, partly(1000));
    expect((await shop.merchant.query(order.outTradeNo)).json.trade_state).toBe("REFUND");
    expect(await books()).toMatchObject({
      refunds: [
        { out_refund_no: json.out_refund_no, status: "PROCESSING", stuck: true, amount: 1000 },
      ],
      balance: { received: 3990, refunded: 1000, balance: 2990, available: 2990 },
      counts: { REFUND: 1, SUCCESS: 0 },
    });
  });

  it("with the same number is the same refund, whichever way the order is named", async () => {
    const order = await shop.paidOrder();
    const out_refund_no = newOutTradeNo();
    const first = await refund(order, { out_refund_no });
    const { transaction_id } = first.json;
    await becomes(out_refund_no, "SUCCESS");
    const again = await refund(order, { out_refund_no, out_trade_no: undefined, transaction_id });
    expect(again.json).toMatchObject({ refund_id: first.json.refund_id, status: "SUCCESS" });
    expect((await books()).balance).toMatchObject({ refunded: 3990, balance: 0 });
  });

  it("with the same number and another amount or order is refused", async () => {
    const [order, other] = [await shop.paidOrder(), await shop.paidOrder()];
    const out_refund_no = newOutTradeNo();
    await refund(order, { out_refund_no, ...partly(1000) });
    const answers = [
      await refund(order, { out_refund_no, ...partly(1001) }),
      await refund(other, { out_refund_no, ...partly(1000) }),
      await refund(order, { out_refund_no, ...partly(1000, 3991) }),
    ];
    expect(answers.map(refusal)).toEqual(Array(3).fill([400, "INVALID_REQUEST"]));
    expect((await books()).refunds).toHaveLength(1);
  });

  it("in parts never exceeds what was paid, even when all are asked for at once", async () => {
    const order = await shop.paidOrder();
    const answers = await Promise.all(Array.from({ length: 8 }, () => refund(order, partly(1000))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect((await refund(order, partly(990))).status).toBe(200);
    const more = await refund(order, partly(1));
    expect(refusal(more)).toEqual([400, "INVALID_REQUEST"]);
    expect(more.json.message).toContain("全额退款");
    expect((await books()).balance).toMatchObject({ refunded: 3990, balance: 0 });
  });

  it("can be made fifty times for one order, and no more", async () => {
    const order = await shop.paidOrder();
    for (let nth = 0; nth < 50; nth += 1) {
      expect((await refund(order, partly(1))).status).toBe(200);
    }
    const last = await refund(order, partly(1));
    expect(refusal(last)).toEqual([400, "INVALID_REQUEST"]);
    expect((await books()).refunds).toHaveLength(50);
  });

  it("can be made for a year after the payment", async () => {
    const order = await shop.paidOrder();
    clock.advance(365 * DAY);
    expect((await refund(order, partly(1))).status).toBe(200);
    clock.advance(1000);
    expect(refusal(await refund(order, partly(1)))).toEqual([400, "INVALID_REQUEST"]);
  });

  it("of what is unknown, unpaid, contradictory or of another total is refused", async () => {
    const [paid, other] = [await shop.paidOrder(), await shop.paidOrder()];
    const { json } = await shop.merchant.query(other.outTradeNo);
    const answers = [
      await refund(paid, { out_trade_no: "never-ordered" }),
      await refund(await shop.openOrder()),
      await refund(paid, { transaction_id: json.transaction_id }),
      await refund(paid, partly(3990, 4000)),
      await shop.merchant.queryRefund("never-refunded"),
    ];
    expect(answers.map(refusal)).toEqual([
      [404, "RESOURCE_NOT_EXISTS"],
      [400, "INVALID_REQUEST"],
      [400, "INVALID_REQUEST"],
      [400, "INVALID_REQUEST"],
      [404, "RESOURCE_NOT_EXISTS"],
    ]);
    expect((await books()).refunds).toEqual([]);
  });

  it.each([
    [{ out_refund_no: "" }, "/out_refund_no"],
    [{ out_refund_no: "r".repeat(65) }, "/out_refund_no"],
    [{ out_refund_no: "退款" }, "/out_refund_no"],
    [{ reason: "退".repeat(81) }, "/reason"],
    [{ notify_url: "https://shop.example.cn/n?a=1" }, "/notify_url"],
    [{ out_trade_no: undefined }, "/transaction_id"],
    [{ funds_account: "SAVINGS" }, "/funds_account"],
    [{ amount: { refund: 0, total: 3990, currency: "CNY" } }, "/amount/refund"],
    [{ amount: { refund: 39.9, total: 3990, currency: "CNY" } }, "/amount/refund"],
    [{ amount: { refund: "1", total: 3990, currency: "CNY" } }, "/amount/refund"],
    [{ amount: { refund: 4000, total: 3990, currency: "CNY" } }, "/amount/refund"],
    [{ amount: { refund: 1, total: 3990 } }, "/amount/currency"],
  ])("with %j is PARAM_ERROR about %s", async (more, field) => {
    const { status, json } = await shop.merchant.refund({ out_trade_no: "order-1" }, more);
    expect([status, json.code, json.detail.field]).toEqual([400, "PARAM_ERROR", field]);
  });
});

describe("The balance", () => {
  it("too low for a refund is NOT_ENOUGH, and the same number goes through after a top-up", async () => {
    const order = await shop.paidOrder();
    const out_refund_no = newOutTradeNo();
    expect(await ask(shop.simulator, "PUT", "/balance", { available: 3989 })).toEqual({
      available: 3989,
    });
    const short = await refund(order, { out_refund_no });
    expect(refusal(short)).toEqual([403, "NOT_ENOUGH"]);
    expect(refusal(await shop.merchant.queryRefund(out_refund_no))).toEqual([
      404,
      "RESOURCE_NOT_EXISTS",
    ]);
    await ask(shop.simulator, "PUT", "/balance", { available: 5000 });
    expect((await refund(order, { out_refund_no })).status).toBe(200);
    expect((await books()).balance).toEqual({
      received: 3990,
      refunded: 3990,
      balance: 0,
      available: 1010,
    });
  });

  it("too low by the fault not_enough_balance refuses only new refunds", async () => {
    const order = await shop.paidOrder();
    const out_refund_no = newOutTradeNo();
    await refund(order, { out_refund_no, ...partly(1) });
    await setFaults({ not_enough_balance: { count: 1 } });
    expect((await refund(order, { out_refund_no, ...partly(1) })).status).toBe(200);
    expect(refusal(await refund(order, partly(2)))).toEqual([403, "NOT_ENOUGH"]);
    expect((await refund(order, partly(2))).status).toBe(200);
  });
});

describe("The end of a refund", () => {
  it("closed by a fault gives the money back, and it can be refunded under another number", async () => {
    await setFaults({ refund_closed: { count: 1 } });
    const order = await shop.paidOrder();
    const { json } = await refund(order);
    await becomes(json.out_refund_no, "CLOSED");
    expect((await books()).balance).toMatchObject({ refunded: 0, balance: 3990 });
    expect((await refund(order)).status).toBe(200);
    expect((await books()).balance).toMatchObject({ refunded: 3990, balance: 0 });
  });

  it("abnormal by a fault keeps the money out, and arrives when the merchant asks again", async () => {
    await setFaults({ refund_abnormal: { count: 1 } });
    const order = await shop.paidOrder();
    const { json } = await refund(order);
    const path = `/v3/refund/domestic/refunds/${json.refund_id}/apply-abnormal-refund`;
    const body = { out_refund_no: json.out_refund_no, type: "MERCHANT_BANK_CARD" };
    await becomes(json.out_refund_no, "ABNORMAL");
    expect((await books()).balance).toMatchObject({ refunded: 3990, balance: 0 });
    const applied = await shop.merchant.call("POST", path, body);
    expect(applied).toMatchObject({ status: 200, json: { status: "PROCESSING" } });
    await becomes(json.out_refund_no, "SUCCESS");
    const again = await shop.merchant.call("POST", path, body);
    expect(again).toMatchObject({ status: 200, json: { status: "SUCCESS" } });
  });

  it("cannot be asked for again where it is not abnormal, unknown or misspelt", async () => {
    const { json } = await refund(await shop.paidOrder());
    await becomes(json.out_refund_no, "SUCCESS");
    const path = (id: string) => `/v3/refund/domestic/refunds/${id}/apply-abnormal-refund`;
    const { out_refund_no, refund_id } = json;
    const type = "MERCHANT_BANK_CARD";
    const answers = [
      await shop.merchant.call("POST", path(refund_id), { out_refund_no, type }),
      await shop.merchant.call("POST", path("5030000"), { out_refund_no, type }),
      await shop.merchant.call("POST", path(refund_id), { out_refund_no: "other", type }),
      await shop.merchant.call("POST", path(refund_id), { out_refund_no, type: "CASH" }),
      await shop.merchant.call("POST", path(refund_id), { out_refund_no, type: "USER_BANK_CARD" }),
    ];
    expect(answers.map(refusal)).toEqual([
      [400, "INVALID_REQUEST"],
      [404, "RESOURCE_NOT_EXISTS"],
      [404, "RESOURCE_NOT_EXISTS"],
      [400, "PARAM_ERROR"],
      [400, "PARAM_ERROR"],
    ]);
  });

  it.each([
    ["success", "SUCCESS"],
    ["abnormal", "ABNORMAL"],
    ["closed", "CLOSED"],
  ])("of a stuck one is decided by hand: %s", async (outcome, status) => {
    await setFaults({ refund_stuck: { count: 1 } });
    const { json } = await refund(await shop.paidOrder());
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await shop.merchant.queryRefund(json.out_refund_no)).json.status).toBe("PROCESSING");
    expect(await decide(json.out_refund_no, outcome)).toEqual({
      out_refund_no: json.out_refund_no,
      status,
    });
    expect((await shop.merchant.queryRefund(json.out_refund_no)).json.status).toBe(status);
    const twice = { out_refund_no: json.out_refund_no, outcome };
    expect(await control(shop.simulator, "POST", "/refund", twice)).toMatchObject({
      status: 409,
      json: { code: "wechat_simulator.refund_settled" },
    });
  });

  it("of an unknown refund cannot be decided", async () => {
    const body = { out_refund_no: "nobody", outcome: "success" };
    const { status, json } = await control(shop.simulator, "POST", "/refund", body);
    expect([status, json.code]).toEqual([404, "wechat_simulator.refund_not_found"]);
  });
});

describe("The answer to a refund", () => {
  it("that is cut off leaves the refund made, and a retry finds it", async () => {
    const order = await shop.paidOrder();
    const out_refund_no = newOutTradeNo();
    await setFaults({
      cut_off_after_effect: { count: 1, route: "POST /v3/refund/*" },
      refund_stuck: { count: 1 },
    });
    await expect(refund(order, { out_refund_no })).rejects.toThrow("fetch failed");
    expect((await refund(order, { out_refund_no })).json).toMatchObject({ status: "PROCESSING" });
    expect((await books()).refunds).toHaveLength(1);
  });

  it("of a server error leaves nothing", async () => {
    await setFaults({ server_error: { count: 1, route: "POST /v3/refund/*" } });
    const order = await shop.paidOrder();
    expect(refusal(await refund(order))).toEqual([500, "SYSTEM_ERROR"]);
    expect((await books()).refunds).toEqual([]);
  });
});
