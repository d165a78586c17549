import { retryPausesMs } from "../src/notifications/schedule";
import { ask, control, eventually, type Json } from "./support/control";
import { signatureHolds } from "./support/merchant";
import type { Received } from "./support/receiver";
import { openShop, type Shop } from "./support/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ timeScale: 0.001 });
});
afterAll(() => shop.close());
beforeEach(async () => {
  // A notification still being repeated would use up the faults meant for another.
  await ask(shop.simulator, "POST", "/reset", {});
  await ask(shop.simulator, "PUT", "/faults", {});
  await ask(shop.simulator, "PUT", "/mode", { signing: "certificate" });
  shop.receiver.answers.length = 0;
});

const header = (received: Received) => (name: string) => received.headers[name] as string;
const plainOf = (received: Received): Json =>
  JSON.parse(shop.merchant.decrypt(JSON.parse(received.body).resource));
const idOf = (received: Received): string => JSON.parse(received.body).id;

async function receivedFor(outTradeNo: string): Promise<Received[]> {
  const { id } = await shop.notification(outTradeNo);
  return shop.receiver.received.filter((received) => idOf(received) === id);
}

const delivered = (outTradeNo: string): Promise<Json> =>
  eventually(async () => {
    const notification = await shop.notification(outTradeNo);
    return notification.delivered && notification;
  });

const notify = (outTradeNo: string, more: object = {}): Promise<Json> =>
  ask(shop.simulator, "POST", "/notify", { out_trade_no: outTradeNo, ...more });

describe("A payment", () => {
  it("is notified signed and encrypted, with the whole transaction inside", async () => {
    const { outTradeNo, openid } = await shop.paidOrder();
    await delivered(outTradeNo);
    const [received] = await receivedFor(outTradeNo);
    const body = JSON.parse(received!.body);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      create_time: expect.stringMatching(/\+08:00$/),
      resource_type: "encrypt-resource",
      event_type: "TRANSACTION.SUCCESS",
      summary: "支付成功",
      resource: {
        original_type: "transaction",
        algorithm: "AEAD_AES_256_GCM",
        ciphertext: expect.any(String),
        associated_data: "transaction",
        nonce: expect.stringMatching(/^.{12}$/),
      },
    });
    expect(plainOf(received!)).toEqual((await shop.merchant.query(outTradeNo)).json);
    expect(plainOf(received!)).toMatchObject({ trade_state: "SUCCESS", payer: { openid } });
    const [certificate] = (await shop.merchant.certificates()).values();
    expect(signatureHolds(certificate!, header(received!), received!.body)).toBe(true);
    expect(header(received!)("wechatpay-serial")).toBe(certificate!.serialNumber);
  });

  it("is notified under the Pay public key in public-key mode", async () => {
    await ask(shop.simulator, "PUT", "/mode", { signing: "public_key" });
    const { outTradeNo } = await shop.paidOrder();
    await delivered(outTradeNo);
    const [received] = await receivedFor(outTradeNo);
    const { id, pem } = shop.merchant.credentials.payPublicKey;
    expect(header(received!)("wechatpay-serial")).toBe(id);
    expect(signatureHolds(pem, header(received!), received!.body)).toBe(true);
  });

  it("is notified again, with the same bytes freshly signed, until the merchant takes it", async () => {
    shop.receiver.answers.push(500, 401, 302, 200);
    const { outTradeNo } = await shop.paidOrder();
    const notification = await delivered(outTradeNo);
    const received = await receivedFor(outTradeNo);
    expect(notification.attempts.map((attempt: Json) => attempt.status)).toEqual([
      500, 401, 302, 200,
    ]);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(received.map((one) => header(one)("wechatpay-nonce"))).size).toBe(4);
    const [certificate] = (await shop.merchant.certificates()).values();
    for (const one of received) {
      expect(signatureHolds(certificate!, header(one), one.body)).toBe(true);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await receivedFor(outTradeNo)).toHaveLength(4);
  });

  it("is given up after fifteen repetitions on WeChat's schedule", () => {
    const total = retryPausesMs.reduce((sum, pause) => sum + pause, 0);
    expect(retryPausesMs).toHaveLength(15);
    // "总计 24h4m"
    expect(total).toBe((24 * 60 + 4) * 60 * 1000);
  });

  it("that nobody answers is recorded with the reason", async () => {
    const { outTradeNo } = await shop.paidOrder({ notify_url: "http://127.0.0.1:9/n" });
    const { attempts } = await eventually(async () => {
      const notification = await shop.notification(outTradeNo);
      return notification.attempts.length > 1 && notification;
    });
    expect(attempts[0]).toMatchObject({ status: null, error: expect.stringMatching(/./) });
  });
});

describe("The whole schedule", () => {
  it("makes sixteen attempts and then stops", async () => {
    const fast = await openShop({ timeScale: 0.000_000_1 });
    fast.receiver.answers.push(...Array<number>(40).fill(500));
    const { outTradeNo } = await fast.paidOrder();
    const given = await eventually(async () => {
      const notification = await fast.notification(outTradeNo);
      return notification.next_attempt_at === null && notification;
    });
    expect(given).toMatchObject({ delivered: false });
    expect(given.attempts).toHaveLength(16);
    expect(fast.receiver.received).toHaveLength(16);
    await fast.close();
  });
});

describe("Notification faults", () => {
  const setFaults = (faults: object): Promise<Json> =>
    ask(shop.simulator, "PUT", "/faults", faults);

  it("lose: nothing is ever sent, while the query tells the truth", async () => {
    await setFaults({ lose_notification: { count: 1 } });
    const { outTradeNo } = await shop.paidOrder();
    const next = await shop.paidOrder();
    await delivered(next.outTradeNo);
    expect(await shop.notification(outTradeNo)).toMatchObject({
      lost: true,
      delivered: false,
      next_attempt_at: null,
      attempts: [],
    });
    expect((await shop.merchant.query(outTradeNo)).json.trade_state).toBe("SUCCESS");
  });

  it("duplicate: the same notification arrives several times at once", async () => {
    await setFaults({ duplicate_notification: { count: 1, times: 3 } });
    const { outTradeNo } = await shop.paidOrder();
    await eventually(async () => (await receivedFor(outTradeNo)).length === 4);
    const { attempts } = await eventually(async () => {
      const notification = await shop.notification(outTradeNo);
      return notification.attempts.length === 4 && notification;
    });
    const kinds = attempts.map((attempt: Json) => attempt.kind).sort();
    expect(kinds).toEqual(["duplicate", "duplicate", "duplicate", "scheduled"]);
  });

  it("delay: the notification comes later", async () => {
    await setFaults({ delay_notification: { count: 1, ms: 300 } });
    const start = performance.now();
    const { outTradeNo } = await shop.paidOrder();
    await delivered(outTradeNo);
    const [received] = await receivedFor(outTradeNo);
    expect(received!.at - start).toBeGreaterThan(290);
  });

  it("reorder: the first of two payments is notified second", async () => {
    await setFaults({ reorder_notifications: { count: 1, ms: 5000 } });
    const first = await shop.paidOrder();
    const second = await shop.paidOrder();
    await delivered(first.outTradeNo);
    const [[early], [late]] = [
      await receivedFor(second.outTradeNo),
      await receivedFor(first.outTradeNo),
    ];
    expect(early!.at).toBeLessThan(late!.at);
  });

  it("reorder: a notification that nobody follows is sent all the same", async () => {
    await setFaults({ reorder_notifications: { probability: 1, ms: 50 } });
    const { outTradeNo } = await shop.paidOrder();
    expect(await delivered(outTradeNo)).toMatchObject({ delivered: true });
  });

  it.each([
    ["forge_signature", {}],
    ["stale_timestamp", {}],
    ["wrong_amount", { total: 1 }],
  ])("%s: one bad letter, then an honest one", async (name, more) => {
    await setFaults({ [name]: { count: 1, ...more } });
    shop.receiver.answers.push(401);
    const { outTradeNo } = await shop.paidOrder();
    await delivered(outTradeNo);
    const [bad, good] = await receivedFor(outTradeNo);
    const [certificate] = (await shop.merchant.certificates()).values();
    const age = (one: Received): number =>
      shop.merchant.nowSeconds() - Number(header(one)("wechatpay-timestamp"));
    const looks = (one: Received) => ({
      signed: signatureHolds(certificate!, header(one), one.body),
      fresh: age(one) < 300,
      total: plainOf(one).amount.total,
    });
    expect(looks(bad!)).toEqual({
      signed: name !== "forge_signature",
      fresh: name !== "stale_timestamp",
      total: name === "wrong_amount" ? 1 : 3990,
    });
    expect(looks(good!)).toEqual({ signed: true, fresh: true, total: 3990 });
  });

  it("strike only the notify_url they are meant for", async () => {
    await setFaults({ lose_notification: { probability: 1, route: "/elsewhere*" } });
    const { outTradeNo } = await shop.paidOrder();
    expect(await delivered(outTradeNo)).toMatchObject({ lost: false });
  });
});

describe("POST /_sim/notify", () => {
  it("sends the same notification fifty times at once", async () => {
    const { outTradeNo } = await shop.paidOrder();
    await delivered(outTradeNo);
    const { answers } = await notify(outTradeNo, { times: 50, parallel: true });
    expect(answers).toEqual(Array(50).fill({ status: 204, body: "" }));
    const received = await receivedFor(outTradeNo);
    expect(received).toHaveLength(51);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  });

  it("tells what the merchant answered", async () => {
    const { outTradeNo } = await shop.paidOrder();
    await delivered(outTradeNo);
    shop.receiver.answers.push(401, 204);
    const { answers } = await notify(outTradeNo, { times: 2 });
    expect(answers).toEqual([
      { status: 401, body: '{"code":"FAIL","message":"no"}' },
      { status: 204, body: "" },
    ]);
  });

  it("delivers a lost notification after all", async () => {
    await ask(shop.simulator, "PUT", "/faults", { lose_notification: { count: 1 } });
    const { outTradeNo } = await shop.paidOrder();
    await notify(outTradeNo);
    expect(await shop.notification(outTradeNo)).toMatchObject({
      lost: true,
      delivered: true,
      attempts: [{ kind: "manual", status: 204 }],
    });
  });

  it.each([
    ["wrong_amount", (plain: Json) => plain.amount.total, 3991],
    ["wrong_mchid", (plain: Json) => plain.mchid, "1900000000"],
    ["wrong_appid", (plain: Json) => plain.appid, expect.stringMatching(/^wx[0-9a-f]{16}$/)],
    ["foreign_openid", (plain: Json) => plain.payer.openid, expect.stringMatching(/^o.{27}$/)],
  ])("with %s lies only inside, rightly signed", async (tamper, read, expected) => {
    const { outTradeNo } = await shop.paidOrder();
    await delivered(outTradeNo);
    await notify(outTradeNo, { tamper });
    const [honest, lie] = await receivedFor(outTradeNo);
    const [certificate] = (await shop.merchant.certificates()).values();
    expect(signatureHolds(certificate!, header(lie!), lie!.body)).toBe(true);
    expect(read(plainOf(lie!))).toEqual(expected);
    expect(read(plainOf(lie!))).not.toEqual(read(plainOf(honest!)));
    expect(plainOf(lie!).out_trade_no).toBe(outTradeNo);
  });

  it("with forge_signature, stale_timestamp or signtest carries headers to refuse", async () => {
    const { outTradeNo } = await shop.paidOrder();
    await delivered(outTradeNo);
    for (const tamper of ["forge_signature", "stale_timestamp", "signtest"]) {
      await notify(outTradeNo, { tamper });
    }
    const [honest, forged, stale, probe] = await receivedFor(outTradeNo);
    const [certificate] = (await shop.merchant.certificates()).values();
    expect(forged!.body).toBe(honest!.body);
    expect(header(forged!)("wechatpay-serial")).toBe(certificate!.serialNumber);
    expect(signatureHolds(certificate!, header(forged!), forged!.body)).toBe(false);
    expect(signatureHolds(certificate!, header(stale!), stale!.body)).toBe(true);
    const age = shop.merchant.nowSeconds() - Number(header(stale!)("wechatpay-timestamp"));
    expect(age).toBeGreaterThan(300);
    expect(header(probe!)("wechatpay-signature")).toMatch(/^WECHATPAY\/SIGNTEST\//);
  });

  it("with bad_gcm_tag is rightly signed and cannot be decrypted", async () => {
    const { outTradeNo } = await shop.paidOrder();
    await delivered(outTradeNo);
    await notify(outTradeNo, { tamper: "bad_gcm_tag" });
    const [, broken] = await receivedFor(outTradeNo);
    const [certificate] = (await shop.merchant.certificates()).values();
    expect(signatureHolds(certificate!, header(broken!), broken!.body)).toBe(true);
    expect(() => plainOf(broken!)).toThrow();
  });

  it("with new_id tells the same payment under another id", async () => {
    const { outTradeNo } = await shop.paidOrder();
    const { id } = await delivered(outTradeNo);
    const before = shop.receiver.received.length;
    await notify(outTradeNo, { tamper: "new_id" });
    const other = shop.receiver.received[before]!;
    expect(idOf(other)).not.toBe(id);
    expect(plainOf(other).out_trade_no).toBe(outTradeNo);
  });

  it("leaves a tampered sending out of the books", async () => {
    const { outTradeNo } = await shop.paidOrder();
    const before = await delivered(outTradeNo);
    await notify(outTradeNo, { tamper: "wrong_amount" });
    await notify(outTradeNo, { overrides: { trade_state: "CLOSED" } });
    const received = await receivedFor(outTradeNo);
    expect(plainOf(received.at(-1)!).trade_state).toBe("CLOSED");
    expect(await shop.notification(outTradeNo)).toEqual(before);
  });

  it("refuses what is unpaid, unknown or misspelt", async () => {
    const { outTradeNo } = await shop.openOrder();
    const refusals = [
      await control(shop.simulator, "POST", "/notify", { out_trade_no: outTradeNo }),
      await control(shop.simulator, "POST", "/notify", { out_trade_no: "nobody" }),
      await control(shop.simulator, "POST", "/notify", { out_trade_no: outTradeNo, tamper: "all" }),
    ];
    expect(refusals.map(({ status, json }) => [status, json.code])).toEqual([
      [409, "wechat_simulator.not_paid"],
      [404, "wechat_simulator.transaction_not_found"],
      [400, "wechat_simulator.invalid_data"],
    ]);
  });
});
