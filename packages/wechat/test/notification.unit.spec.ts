import { WechatMalformedError, WechatSignatureError } from "@mall/wechat";
import fc from "fast-check";
import { generateKeys, type Keys, type Merchant, openMerchant } from "./fixture/merchant";
import { seal, signatureHeaders } from "./fixture/pay-server";

let keys: Keys;
let merchant: Merchant;

beforeAll(async () => {
  keys = await generateKeys();
});
beforeEach(async () => {
  merchant = await openMerchant(keys);
  await merchant.client.refreshCertificates();
});
afterEach(() => merchant.server.stop());

const paid = () => ({
  appid: merchant.settings.appId,
  mchid: merchant.settings.mchId,
  out_trade_no: "ORDER_20260301",
  transaction_id: "4200000001",
  trade_type: "JSAPI",
  trade_state: "SUCCESS",
  success_time: "2026-03-01T10:00:00+08:00",
  payer: { openid: "openid-1" },
  amount: { total: 2990, payer_total: 2990, currency: "CNY", payer_currency: "CNY" },
});

const refunded = () => ({
  mchid: merchant.settings.mchId,
  out_trade_no: "ORDER_20260301",
  transaction_id: "4200000001",
  out_refund_no: "REFUND_1",
  refund_id: "50000000001",
  refund_status: "SUCCESS",
  success_time: "2026-03-01T10:00:00+08:00",
  user_received_account: "招商银行信用卡0403",
  amount: { total: 2990, refund: 990, payer_total: 2990, payer_refund: 990 },
});

function compose(resource: unknown = paid(), more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    id: "EV-1",
    create_time: "2026-03-01T10:00:01+08:00",
    resource_type: "encrypt-resource",
    event_type: "TRANSACTION.SUCCESS",
    summary: "支付成功",
    resource: {
      original_type: "transaction",
      ...seal(merchant.world, JSON.stringify(resource), "transaction"),
    },
    ...more,
  });
}

type Headers = Record<string, string | string[] | undefined>;

const deliver = (rawBody: string | Buffer, change: Headers = {}) =>
  merchant.client.parseNotification({
    headers: { ...signatureHeaders(merchant.world, rawBody), ...change },
    rawBody,
  });

const failure = (call: Promise<unknown>) =>
  call.then(
    () => "no failure",
    (error: unknown) => error,
  );

describe("a notification", () => {
  it("is verified, decrypted and read", async () => {
    await expect(deliver(Buffer.from(compose()))).resolves.toEqual({
      id: "EV-1",
      createTime: "2026-03-01T10:00:01+08:00",
      eventType: "TRANSACTION.SUCCESS",
      resourceType: "encrypt-resource",
      summary: "支付成功",
      originalType: "transaction",
      resource: paid(),
      transaction: paid(),
    });
  });

  it("is read with header names in any case, also from a public key's signature", async () => {
    const own = await openMerchant(keys, "public_key");
    const rawBody = compose();
    const headers = Object.fromEntries(
      Object.entries(signatureHeaders(own.world, rawBody)).map(([name, value]) => [
        name.toLowerCase(),
        value,
      ]),
    );
    const notification = await own.client.parseNotification({ headers, rawBody });
    expect(notification.id).toBe("EV-1");
    expect(own.server.requests).toHaveLength(0);
    await own.server.stop();
  });

  it("may arrive again with the very same bytes: the inbox decides, by its id", async () => {
    const rawBody = compose();
    const headers = signatureHeaders(merchant.world, rawBody);
    const all = await Promise.all(
      Array.from({ length: 50 }, () => merchant.client.parseNotification({ headers, rawBody })),
    );
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, () => "EV-1"));
  });

  it.each(["SUCCESS", "ABNORMAL", "CLOSED"])("of a refund that is %s carries it", async (state) => {
    const resource = { ...refunded(), refund_status: state };
    const rawBody = compose(resource, { event_type: `REFUND.${state}` });
    const notification = await deliver(rawBody);
    expect(notification.refund).toEqual(resource);
    expect(notification).not.toHaveProperty("transaction");
  });

  it("of a refund that did not succeed has no time of success", async () => {
    const resource = { ...refunded(), refund_status: "CLOSED", success_time: "" };
    const { refund } = await deliver(compose(resource, { event_type: "REFUND.CLOSED" }));
    expect(refund?.refund_status).toBe("CLOSED");
    expect(refund?.success_time).toBeUndefined();
  });

  it("of another event carries its resource, neither a transaction nor a refund", async () => {
    const resource = { out_bill_no: "B1", state: "SUCCESS" };
    const notification = await deliver(
      compose(resource, { event_type: "MCHTRANSFER.BILL.FINISHED" }),
    );
    expect(notification.resource).toEqual(resource);
    expect(notification).not.toHaveProperty("transaction");
    expect(notification).not.toHaveProperty("refund");
  });
});

describe("a notification is refused", () => {
  it("when it is WeChat's probe", async () => {
    const signature = `WECHATPAY/SIGNTEST/${"A".repeat(300)}`;
    const error = await failure(deliver(compose(), { "Wechatpay-Signature": signature }));
    expect(error).toBeInstanceOf(WechatSignatureError);
    expect(error).toMatchObject({ reason: "signature_test" });
  });

  it("when it is stale by more than 300 seconds either way", async () => {
    const rawBody = compose();
    const headers = signatureHeaders(merchant.world, rawBody);
    const parseAfter = async (seconds: number) => {
      merchant.clock.advance(seconds);
      const result = await failure(merchant.client.parseNotification({ headers, rawBody }));
      merchant.clock.advance(-seconds);
      return result;
    };
    expect(await parseAfter(300)).toBe("no failure");
    expect(await parseAfter(-300)).toBe("no failure");
    expect(await parseAfter(301)).toMatchObject({ reason: "stale_timestamp" });
    expect(await parseAfter(-301)).toMatchObject({ reason: "stale_timestamp" });
  });

  it("when a header is missing, empty or came twice", async () => {
    const rawBody = compose();
    for (const name of Object.keys(signatureHeaders(merchant.world, rawBody)).slice(0, 4)) {
      const value = signatureHeaders(merchant.world, rawBody)[name] ?? "";
      for (const wrong of [undefined, "", [value, value]]) {
        expect(await failure(deliver(rawBody, { [name]: wrong }))).toBeInstanceOf(
          WechatSignatureError,
        );
      }
    }
  });

  it("when any bit of the body was flipped", async () => {
    const rawBody = Buffer.from(compose());
    const headers = signatureHeaders(merchant.world, rawBody);
    await fc.assert(
      fc.asyncProperty(fc.nat(rawBody.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(rawBody);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const error = await failure(
          merchant.client.parseNotification({ headers, rawBody: changed }),
        );
        expect(error).toMatchObject({ reason: "signature_mismatch" });
      }),
      { numRuns: 100 },
    );
  });

  it("when its resource was encrypted with another key", async () => {
    const other = { ...merchant.world, apiV3Key: "x".repeat(32) };
    const sealed = seal(other, JSON.stringify(paid()), "transaction");
    const error = await failure(deliver(compose(paid(), { resource: { ...sealed } })));
    expect(error).toMatchObject({ reason: "decryption_failed" });
  });

  it("when it is authentic nonsense", async () => {
    const bodies = [
      "",
      "not json",
      "[]",
      "null",
      compose(paid(), { id: "" }),
      compose(paid(), { resource: undefined }),
      compose(paid(), { resource: { ...seal(merchant.world, "not json", "") } }),
      compose(paid(), { resource: { ...seal(merchant.world, "{}", ""), algorithm: "AES" } }),
      compose({ ...paid(), amount: { total: 0.1 } }),
      compose({ ...paid(), payer: undefined }),
      compose({}),
      compose({ ...refunded(), refund_status: "CLOSED" }, { event_type: "REFUND.SUCCESS" }),
      compose({ ...refunded(), refund_status: "PROCESSING" }, { event_type: "REFUND.SUCCESS" }),
      compose({ ...refunded(), out_refund_no: undefined }, { event_type: "REFUND.SUCCESS" }),
      compose({ ...refunded(), amount: { total: 1 } }, { event_type: "REFUND.SUCCESS" }),
      compose(
        { ...refunded(), amount: { ...refunded().amount, refund: 2991 } },
        { event_type: "REFUND.SUCCESS" },
      ),
    ];
    for (const body of bodies) {
      expect(await failure(deliver(body))).toBeInstanceOf(WechatMalformedError);
    }
  });
});
