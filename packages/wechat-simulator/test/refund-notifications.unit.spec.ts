import { ask, control, eventually, type Json } from "./support/control";
import { signatureHolds, type PayAnswer } from "./support/merchant";
import { startReceiver, type Received, type Receiver } from "./support/receiver";
import { openShop, type OpenOrder, type Shop } from "./support/shop";

let shop: Shop;
let receiver: Receiver;
beforeAll(async () => {
  shop = await openShop();
  receiver = await startReceiver();
});
afterAll(async () => {
  await shop.close();
  await receiver.close();
});
beforeEach(async () => {
  await ask(shop.simulator, "POST", "/reset", {});
  await ask(shop.simulator, "PUT", "/faults", {});
  receiver.answers.length = 0;
  receiver.received.length = 0;
});

const setFaults = (faults: object) => ask(shop.simulator, "PUT", "/faults", faults);
const header = (received: Received) => (name: string) => received.headers[name] as string;
const plainOf = (received: Received): Json =>
  JSON.parse(shop.merchant.decrypt(JSON.parse(received.body).resource));

async function refund(order: OpenOrder, more: Record<string, unknown> = {}): Promise<Json> {
  const refunded: PayAnswer = await shop.merchant.refund(order.request, {
    notify_url: receiver.url,
    ...more,
  });
  expect(refunded.status).toBe(200);
  return refunded.json;
}

const delivered = (outRefundNo: string): Promise<Json> =>
  eventually(async () => {
    const { notifications } = await ask(shop.simulator, "GET", "/books");
    return notifications.find(
      (one: Json) => one.out_refund_no === outRefundNo && one.delivered === true,
    );
  });

const notify = (outRefundNo: string, more: object = {}): Promise<Json> =>
  ask(shop.simulator, "POST", "/notify", { out_refund_no: outRefundNo, ...more });

describe("A refund", () => {
  it.each([
    [{}, "SUCCESS", "退款成功"],
    [{ refund_abnormal: { count: 1 } }, "ABNORMAL", "退款异常"],
    [{ refund_closed: { count: 1 } }, "CLOSED", "退款关闭"],
  ])("under %j is notified as %s to its own address", async (faults, status, summary) => {
    await setFaults(faults);
    const order = await shop.paidOrder();
    const { out_refund_no, refund_id, transaction_id } = await refund(order);
    await delivered(out_refund_no);
    const [received] = receiver.received;
    expect(JSON.parse(received!.body)).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      create_time: expect.stringMatching(/\+08:00$/),
      resource_type: "encrypt-resource",
      event_type: `REFUND.${status}`,
      summary,
      resource: {
        original_type: "refund",
        algorithm: "AEAD_AES_256_GCM",
        ciphertext: expect.any(String),
        associated_data: "refund",
        nonce: expect.stringMatching(/^.{12}$/),
      },
    });
    expect(plainOf(received!)).toEqual({
      mchid: shop.merchant.credentials.mchId,
      out_trade_no: order.outTradeNo,
      transaction_id,
      out_refund_no,
      refund_id,
      refund_status: status,
      ...(status === "SUCCESS" && { success_time: expect.stringMatching(/\+08:00$/) }),
      user_received_account: "支付用户零钱",
      amount: { total: 3990, refund: 3990, payer_total: 3990, payer_refund: 3990 },
    });
    const [certificate] = (await shop.merchant.certificates()).values();
    expect(signatureHolds(certificate!, header(received!), received!.body)).toBe(true);
  });

  it("without a notify_url is notified to nobody", async () => {
    const { out_refund_no } = await refund(await shop.paidOrder(), { notify_url: undefined });
    await eventually(async () => {
      const { json } = await shop.merchant.queryRefund(out_refund_no);
      return json.status === "SUCCESS";
    });
    const { notifications } = await ask(shop.simulator, "GET", "/books");
    expect(notifications.filter((one: Json) => one.out_refund_no !== null)).toEqual([]);
    const again = await control(shop.simulator, "POST", "/notify", { out_refund_no });
    expect([again.status, again.json.code]).toEqual([409, "wechat_simulator.nothing_to_notify"]);
  });

  it("is notified again on the schedule, in the same bytes, until the merchant takes it", async () => {
    receiver.answers.push(500, 401);
    const { out_refund_no } = await refund(await shop.paidOrder());
    const { attempts } = await delivered(out_refund_no);
    expect(attempts.map((attempt: Json) => attempt.status)).toEqual([500, 401, 204]);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  });

  it("that was abnormal is notified twice, and the first words do not change", async () => {
    await setFaults({ refund_abnormal: { count: 1 } });
    const { out_refund_no, refund_id } = await refund(await shop.paidOrder());
    const first = await delivered(out_refund_no);
    const path = `/v3/refund/domestic/refunds/${refund_id}/apply-abnormal-refund`;
    await shop.merchant.call("POST", path, { out_refund_no, type: "MERCHANT_BANK_CARD" });
    await eventually(() => receiver.received.length === 2);
    expect(receiver.received.map((one) => plainOf(one).refund_status)).toEqual([
      "ABNORMAL",
      "SUCCESS",
    ]);
    const { notification_id } = await notify(out_refund_no);
    expect(notification_id).not.toBe(first.id);
    expect(plainOf(receiver.received[2]!).refund_status).toBe("SUCCESS");
  });
});

describe("Faults of notifications", () => {
  it("lose and duplicate strike refunds too", async () => {
    const order = await shop.paidOrder();
    // The payment's own notification may still be under way, and is none of those that are meant.
    const route = "/wechat/pay/notify/refund";
    await setFaults({
      lose_notification: { count: 1, route },
      duplicate_notification: { count: 1, times: 2, route },
    });
    const amount = { refund: 1, total: 3990, currency: "CNY" };
    const notify_url = `${receiver.url}/refund`;
    const lost = await refund(order, { amount, notify_url });
    await eventually(async () => {
      const { json } = await shop.merchant.queryRefund(lost.out_refund_no);
      return json.status === "SUCCESS";
    });
    const told = await refund(order, { amount, notify_url });
    await eventually(() => receiver.received.length === 3);
    const numbers = receiver.received.map((one) => plainOf(one).out_refund_no);
    expect(numbers).toEqual(Array(3).fill(told.out_refund_no));
  });

  it("reorder: the second of two refunds is notified first", async () => {
    const order = await shop.paidOrder();
    await setFaults({ reorder_notifications: { count: 1, ms: 5000 } });
    const amount = { refund: 1, total: 3990, currency: "CNY" };
    const numbers = [];
    for (let nth = 0; nth < 2; nth += 1) {
      const { out_refund_no } = await refund(order, { amount });
      numbers.push(out_refund_no);
      await eventually(async () => {
        const { json } = await shop.merchant.queryRefund(out_refund_no);
        return json.status === "SUCCESS";
      });
    }
    await eventually(() => receiver.received.length === 2);
    const arrived = receiver.received.map((one) => plainOf(one).out_refund_no);
    expect(arrived).toEqual(numbers.reverse());
  });

  it.each(["forge_signature", "stale_timestamp", "wrong_amount"])(
    "%s: one bad letter, then an honest one",
    async (name) => {
      const order = await shop.paidOrder();
      await eventually(async () => (await shop.notification(order.outTradeNo)).delivered);
      await setFaults({ [name]: { count: 1 } });
      receiver.answers.push(401);
      const { out_refund_no } = await refund(order);
      await delivered(out_refund_no);
      const [certificate] = (await shop.merchant.certificates()).values();
      const looks = receiver.received.map((one) => ({
        signed: signatureHolds(certificate!, header(one), one.body),
        fresh: shop.merchant.nowSeconds() - Number(header(one)("wechatpay-timestamp")) < 300,
        refund: plainOf(one).amount.refund,
      }));
      expect(looks).toEqual([
        {
          signed: name !== "forge_signature",
          fresh: name !== "stale_timestamp",
          refund: name === "wrong_amount" ? 3991 : 3990,
        },
        { signed: true, fresh: true, refund: 3990 },
      ]);
    },
  );
});

describe("POST /_sim/notify", () => {
  it("sends a refund's notification as often and as wrong as asked for", async () => {
    const { out_refund_no } = await refund(await shop.paidOrder());
    await delivered(out_refund_no);
    await notify(out_refund_no, { times: 10, parallel: true });
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(receiver.received).toHaveLength(11);
    await notify(out_refund_no, { tamper: "wrong_mchid" });
    await notify(out_refund_no, { overrides: { refund_status: "CLOSED" } });
    const [, lie] = receiver.received.slice(-2);
    expect(plainOf(lie!)).toMatchObject({ refund_status: "CLOSED", out_refund_no });
  });

  it("refuses a refund that is unknown or processing, and what a refund does not name", async () => {
    await setFaults({ refund_stuck: { count: 1 } });
    const { out_refund_no } = await refund(await shop.paidOrder());
    const send = async (body: object) => {
      const { status, json } = await control(shop.simulator, "POST", "/notify", body);
      return [status, json.code];
    };
    expect(await send({ out_refund_no })).toEqual([409, "wechat_simulator.nothing_to_notify"]);
    expect(await send({ out_refund_no: "x" })).toEqual([404, "wechat_simulator.refund_not_found"]);
    expect(await send({ out_refund_no, out_trade_no: "x" })).toEqual([
      400,
      "wechat_simulator.invalid_data",
    ]);
    expect(await send({ out_refund_no, tamper: "foreign_openid" })).toEqual([
      400,
      "wechat_simulator.invalid_data",
    ]);
  });
});
