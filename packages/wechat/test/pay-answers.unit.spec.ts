import {
  createWechatPayClient,
  WechatApiError,
  WechatSignatureError,
  WechatTransportError,
} from "@mall/wechat";
import type { Reply } from "./fixture/http-server";
import {
  generateKeys,
  type Keys,
  type Merchant,
  openMerchant,
  TIMEOUT_MS,
} from "./fixture/merchant";

const NUMBER = "ORDER_20260301";
const QUERY = `GET /v3/pay/transactions/out-trade-no/${NUMBER}`;
const CLOSE = `POST /v3/pay/transactions/out-trade-no/${NUMBER}/close`;

let keys: Keys;
let merchant: Merchant;

beforeAll(async () => {
  keys = await generateKeys();
});
beforeEach(async () => {
  merchant = await openMerchant(keys);
  merchant.world.answers[QUERY] = {
    status: 200,
    body: {
      appid: merchant.settings.appId,
      mchid: merchant.settings.mchId,
      out_trade_no: NUMBER,
      trade_state: "NOTPAY",
      amount: { total: 1 },
    },
  };
  merchant.world.answers[CLOSE] = { status: 204 };
  await merchant.client.queryByOutTradeNo(NUMBER);
});
afterEach(() => merchant.server.stop());

/** Distorts every answer but the certificates'. */
function distort(change: (reply: Reply) => Reply): void {
  merchant.world.distort = (reply, { path }) =>
    path === "/v3/certificates" ? reply : change(reply);
}

const withHeader = (name: string, value: string | undefined) => (reply: Reply) => {
  const { [name]: _old, ...headers } = reply.headers;
  return { ...reply, headers: value === undefined ? headers : { ...headers, [name]: value } };
};

const unsigned = (status: number, body: unknown) => (): Reply => ({
  status,
  body: typeof body === "string" ? body : JSON.stringify(body),
  headers: { "Content-Type": "application/json" },
});

const failure = (call: Promise<unknown>) =>
  call.then(
    () => "no failure",
    (error: unknown) => error,
  );

describe("an answer that is not proven to be WeChat's is refused", () => {
  const query = () => failure(merchant.client.queryByOutTradeNo(NUMBER));

  it("when its body was changed", async () => {
    distort((reply) => ({ ...reply, body: reply.body.replace('"total":1', '"total":9') }));
    expect(await query()).toMatchObject({ reason: "signature_mismatch" });
  });

  it("when its body has the same meaning but other bytes", async () => {
    distort((reply) => ({ ...reply, body: `${reply.body} ` }));
    expect(await query()).toMatchObject({ reason: "signature_mismatch" });
  });

  it.each(["Timestamp", "Nonce", "Signature", "Serial"])(
    "when Wechatpay-%s is missing",
    async (name) => {
      distort(withHeader(`Wechatpay-${name}`, undefined));
      expect(await query()).toMatchObject({ reason: "missing_header" });
    },
  );

  it("when it has no signature at all, even a 204 without a body", async () => {
    distort(unsigned(200, { trade_state: "SUCCESS" }));
    expect(await query()).toMatchObject({ reason: "unsigned_answer" });
    distort(unsigned(204, ""));
    const error = await failure(merchant.client.close(NUMBER));
    expect(error).toBeInstanceOf(WechatSignatureError);
  });

  it.each([
    ["Wechatpay-Timestamp", "1e9"],
    ["Wechatpay-Timestamp", "-1"],
    ["Wechatpay-Serial", "../x"],
    ["Wechatpay-Nonce", "two words"],
    ["Wechatpay-Signature-Type", "WECHATPAY2-SM2-WITH-SM3"],
  ])("when %s is %j", async (name, value) => {
    distort(withHeader(name, value));
    expect(await query()).toMatchObject({ reason: "malformed_header" });
  });

  it.each(["Wechatpay-Timestamp", "Wechatpay-Nonce"])("when %s is another one", async (name) => {
    const now = merchant.clock.now().getTime() / 1000;
    distort(withHeader(name, String(now + 1)));
    expect(await query()).toMatchObject({ reason: "signature_mismatch" });
  });

  it("when it is older or newer than 300 seconds, and not one second before", async () => {
    let recorded: Reply | undefined;
    distort((reply) => (recorded ??= reply));
    await failure(merchant.client.close(NUMBER));
    const recordedClose = recorded;
    expect(recordedClose?.status).toBe(204);

    const replayAfter = async (seconds: number) => {
      const fresh = createWechatPayClient(merchant.settings, merchant);
      merchant.clock.advance(seconds);
      const result = await failure(fresh.close(NUMBER));
      merchant.clock.advance(-seconds);
      return result;
    };
    merchant.world.distort = (reply, { path }) =>
      path === "/v3/certificates" ? reply : (recordedClose ?? reply);
    expect(await replayAfter(300)).toBe("no failure");
    expect(await replayAfter(-300)).toBe("no failure");
    expect(await replayAfter(301)).toMatchObject({ reason: "stale_timestamp" });
    expect(await replayAfter(-301)).toMatchObject({ reason: "stale_timestamp" });
  });

  it("when it was given once before", async () => {
    let recorded: Reply | undefined;
    distort((reply) => (recorded ??= reply));
    await merchant.client.queryByOutTradeNo(NUMBER);
    expect(await query()).toMatchObject({ reason: "replayed_answer" });
  });

  it("when it is signed with a key that WeChat does not list", async () => {
    merchant.world.signer = { serial: "DEAD", privateKey: keys.successor.privateKey };
    expect(await query()).toMatchObject({ reason: "unknown_serial" });
  });

  it("when it is signed with another key under a known serial", async () => {
    merchant.world.signer = { ...keys.successor, serial: keys.platform.serial };
    expect(await query()).toMatchObject({ reason: "signature_mismatch" });
  });
});

describe("the serial of an answer", () => {
  it("is compared without case", async () => {
    distort(withHeader("Wechatpay-Serial", keys.platform.serial.toLowerCase()));
    await expect(merchant.client.queryByOutTradeNo(NUMBER)).resolves.toBeDefined();
    expect(merchant.downloads()).toBe(1);
  });
});

describe("an error", () => {
  it.each([
    [404, "ORDER_NOT_EXIST"],
    [400, "ORDERPAID"],
    [403, "ORDERPAID"],
    [429, "FREQUENCY_LIMITED"],
    [401, "NO_AUTH"],
    [403, "SIGN_ERROR"],
  ])("without a signature proves nothing: %i %s", async (status, code) => {
    distort(unsigned(status, { code, message: "forged" }));
    const error = await failure(merchant.client.close(NUMBER));
    expect(error).toBeInstanceOf(WechatSignatureError);
    expect(error).toMatchObject({ reason: "unsigned_answer" });
  });

  it("with a wrong signature proves nothing either", async () => {
    merchant.world.answers[CLOSE] = { status: 404, body: { code: "ORDER_NOT_EXIST" } };
    distort((reply) => ({ ...reply, body: '{"code":"ORDERPAID"}' }));
    const error = await failure(merchant.client.close(NUMBER));
    expect(error).toMatchObject({ name: "WechatSignatureError", reason: "signature_mismatch" });
  });

  it("SIGN_ERROR is believed without a signature, because WeChat cannot sign it", async () => {
    const slow = { now: () => new Date(merchant.clock.now().getTime() - 301_000) };
    const late = createWechatPayClient(merchant.settings, { clock: slow });
    const error = await failure(late.close(NUMBER));
    expect(error).toBeInstanceOf(WechatApiError);
    expect(error).toMatchObject({ status: 401, code: "SIGN_ERROR", retryable: false });
  });

  it.each([
    [404, "ORDERNOTEXIST", "ORDER_NOT_EXIST", false],
    [404, "ORDER_NOT_EXIST", "ORDER_NOT_EXIST", false],
    [403, "ACCOUNTERROR", "ACCOUNT_ERROR", false],
    [403, "NOTENOUGH", "NOT_ENOUGH", false],
    [500, "SYSTEMERROR", "SYSTEM_ERROR", true],
    [500, "BANK_ERROR", "BANK_ERROR", true],
    [500, "OPENID_MISMATCH", "OPENID_MISMATCH", false],
    [429, "FREQUENCY_LIMITED", "FREQUENCY_LIMITED", true],
    [429, "RATELIMIT_EXCEEDED", "RATELIMIT_EXCEED", true],
    [202, "USERPAYING", "USERPAYING", true],
    [403, "Brand_New", "BRAND_NEW", false],
    [503, "BRAND_NEW", "BRAND_NEW", true],
  ])("%i %s, signed, becomes %s (retryable: %s)", async (status, sent, code, retryable) => {
    merchant.world.answers[QUERY] = { status, body: { code: sent, message: "text" } };
    const error = await failure(merchant.client.queryByOutTradeNo(NUMBER));
    expect(error).toBeInstanceOf(WechatApiError);
    expect(error).toMatchObject({ status, code, retryable, requestId: "request-1" });
  });

  it("5xx of a gateway leaves the outcome unknown", async () => {
    distort(unsigned(502, "<html>Bad gateway</html>"));
    const error = await failure(merchant.client.close(NUMBER));
    expect(error).toBeInstanceOf(WechatTransportError);
    expect(error).toMatchObject({ reason: "server_error" });
  });
});

describe("an exchange without a usable answer leaves the outcome unknown", () => {
  const close = () => failure(merchant.client.close(NUMBER));

  it("when the answer is slow", async () => {
    distort((reply) => ({ ...reply, delayMs: TIMEOUT_MS * 5 }));
    const started = performance.now();
    const error = await close();
    expect(error).toBeInstanceOf(WechatTransportError);
    expect(error).toMatchObject({ reason: "timeout" });
    expect(performance.now() - started).toBeLessThan(TIMEOUT_MS * 4);
  });

  it("when the answer is cut off", async () => {
    distort((reply) => ({
      ...reply,
      status: 200,
      body: `{"x":"${"y".repeat(999)}"}`,
      cutOff: true,
    }));
    expect(await close()).toMatchObject({ name: "WechatTransportError", reason: "cut_off" });
  });

  it("when the answer is a redirect, which is not followed", async () => {
    const target = await openMerchant(keys);
    for (const status of [301, 302, 307, 308]) {
      distort(() => ({ status, body: "", headers: { Location: `${target.server.url}/stolen` } }));
      expect(await close()).toMatchObject({ name: "WechatTransportError", reason: "redirect" });
    }
    expect(target.server.requests).toHaveLength(0);
    await target.server.stop();
  });

  it("when the answer is longer than any of WeChat", async () => {
    distort((reply) => ({ ...reply, status: 200, body: "x".repeat(2 * 1024 * 1024) }));
    expect(await close()).toMatchObject({ name: "WechatTransportError", reason: "too_large" });
  });

  it("when nobody listens", async () => {
    const nobody = { ...merchant.settings, payBaseUrl: "http://127.0.0.1:1" };
    const error = await failure(createWechatPayClient(nobody, merchant).close(NUMBER));
    expect(error).toMatchObject({ name: "WechatTransportError", reason: "network" });
  });
});
