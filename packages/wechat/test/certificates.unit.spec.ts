import { createWechatPayClient, WechatSignatureError } from "@mall/wechat";
import { certify } from "./fixture/keys";
import {
  API_V3_KEY,
  generateKeys,
  type Keys,
  type Merchant,
  openMerchant,
} from "./fixture/merchant";
import { signatureHeaders, signed } from "./fixture/pay-server";

const NUMBER = "ORDER_20260301";
const CLOSE = `POST /v3/pay/transactions/out-trade-no/${NUMBER}/close`;

let keys: Keys;
let merchant: Merchant;

beforeAll(async () => {
  keys = await generateKeys();
});
beforeEach(async () => {
  merchant = await openMerchant(keys);
  merchant.world.answers[CLOSE] = { status: 204 };
});
afterEach(() => merchant.server.stop());

const close = () => merchant.client.close(NUMBER);
const failure = (call: Promise<unknown>) =>
  call.then(
    () => "no failure",
    (error: unknown) => error,
  );

/** A notification signed by anybody who invents a serial. */
function forged(serial: string, headers = signatureHeaders(merchant.world, "{}")) {
  return merchant.client.parseNotification({
    headers: { ...headers, "Wechatpay-Serial": serial },
    rawBody: "{}",
  });
}

describe("platform certificates", () => {
  it("are downloaded once for 50 simultaneous first calls", async () => {
    await Promise.all(Array.from({ length: 50 }, close));
    expect(merchant.downloads()).toBe(1);
  });

  it("are found after a rotation, without a restart", async () => {
    await close();
    merchant.world.certificates = [keys.platform, keys.successor];
    merchant.world.signer = keys.successor;
    merchant.clock.advance(61);
    await close();
    merchant.world.signer = keys.platform;
    await close();
    expect(merchant.downloads()).toBe(2);
  });

  it("that WeChat no longer lists are not trusted after a refresh", async () => {
    await close();
    merchant.world.certificates = [keys.successor];
    merchant.world.signer = keys.successor;
    await merchant.client.refreshCertificates();
    await close();
    merchant.world.signer = keys.platform;
    expect(await failure(close())).toMatchObject({ reason: "unknown_serial" });
  });

  it("are not used beyond their own dates", async () => {
    const ending = await certify(keys.platform, {
      serial: keys.platform.serial,
      to: new Date("2026-03-01T02:10:00Z"),
    });
    merchant.world.certificates = [ending, keys.successor];
    await close();
    merchant.clock.advance(599);
    await close();
    merchant.clock.advance(2);
    expect(await failure(close())).toMatchObject({
      name: "WechatSignatureError",
      cause: { reason: "unknown_serial" },
    });
    merchant.world.signer = keys.successor;
    merchant.clock.advance(61);
    await close();
  });

  it("that are not valid yet are not used", async () => {
    const early = await certify(keys.platform, {
      serial: keys.platform.serial,
      from: new Date("2026-03-02T00:00:00Z"),
    });
    merchant.world.certificates = [early, keys.successor];
    merchant.world.signer = keys.successor;
    await close();
    merchant.world.signer = keys.platform;
    expect(await failure(close())).toMatchObject({ reason: "unknown_serial" });
  });
});

describe("a flood of notifications with invented serials", () => {
  const serials = Array.from({ length: 1500 }, (_, index) => `AB${index.toString(16)}`);

  it("causes one download per minute at most, and real calls go on", async () => {
    await close();
    merchant.clock.advance(3600);
    for (let minute = 0; minute < 3; minute += 1) {
      const headers = signatureHeaders(merchant.world, "{}");
      const results = await Promise.all(serials.map((serial) => failure(forged(serial, headers))));
      expect(results.every((error) => error instanceof WechatSignatureError)).toBe(true);
      await close();
      merchant.clock.advance(61);
    }
    expect(merchant.downloads()).toBeLessThanOrEqual(1 + 3);
  });

  it("of one serial is not asked about again for ten minutes", async () => {
    await close();
    merchant.clock.advance(3600);
    for (let minute = 0; minute < 9; minute += 1) {
      expect(await failure(forged("ABCDEF"))).toMatchObject({ reason: "unknown_serial" });
      merchant.clock.advance(61);
    }
    expect(merchant.downloads()).toBe(2);
  });

  it("causes no download for an unknown public-key id or a stale timestamp", async () => {
    await close();
    merchant.clock.advance(3600);
    expect(await failure(forged("PUB_KEY_ID_666"))).toMatchObject({ reason: "unknown_serial" });
    const old = signatureHeaders(merchant.world, "{}", new Date("2026-03-01T02:00:00Z"));
    const stale = merchant.client.parseNotification({
      headers: { ...old, "Wechatpay-Serial": "ABCDEF" },
      rawBody: "{}",
    });
    expect(await failure(stale)).toMatchObject({ reason: "stale_timestamp" });
    expect(merchant.downloads()).toBe(1);
  });

  it("while downloads fail causes one in five seconds at most", async () => {
    merchant.world.distort = (reply, { path }) =>
      path === "/v3/certificates" ? { status: 503, body: "", headers: {} } : reply;
    for (let second = 0; second < 12; second += 1) {
      await failure(forged(`AB${second}`));
      merchant.clock.advance(1);
    }
    expect(merchant.downloads()).toBe(3);
    merchant.world.distort = undefined;
    merchant.clock.advance(5);
    await close();
  });
});

describe("a list of certificates is refused, and nothing of it is trusted", () => {
  const refused = async (reason: string) => {
    const error = await failure(close());
    expect(error).toMatchObject({ reason: "certificates_unavailable", cause: { reason } });
    merchant.world.distort = undefined;
    expect(await failure(close())).toMatchObject({ reason: "unknown_serial" });
  };

  it("when it was encrypted with another key than the merchant's", async () => {
    const { world } = merchant;
    const other = { ...merchant.settings, apiV3Key: API_V3_KEY.toUpperCase() };
    const client = createWechatPayClient(other, merchant);
    expect(world.apiV3Key).not.toBe(other.apiV3Key);
    expect(await failure(client.close(NUMBER))).toMatchObject({
      reason: "certificates_unavailable",
      cause: { reason: "decryption_failed" },
    });
  });

  it("when a certificate in it was changed", async () => {
    merchant.world.distort = (reply, { path }) => {
      if (path !== "/v3/certificates") return reply;
      const list = JSON.parse(reply.body);
      const sealed = list.data[0].encrypt_certificate;
      const bytes = Buffer.from(sealed.ciphertext, "base64");
      bytes[100] = (bytes[100] ?? 0) ^ 1;
      sealed.ciphertext = bytes.toString("base64");
      return signed(merchant.world, { ...reply, body: JSON.stringify(list) });
    };
    await refused("decryption_failed");
  });

  it("when its signature does not belong to it", async () => {
    merchant.world.distort = (reply, { path }) =>
      path === "/v3/certificates" ? { ...reply, body: `${reply.body} ` } : reply;
    await refused("signature_mismatch");
  });

  it("when it is signed with a key that it does not hold", async () => {
    merchant.world.distort = (reply, { path }) =>
      path === "/v3/certificates"
        ? { ...reply, headers: { ...reply.headers, "Wechatpay-Serial": "DEAD" } }
        : reply;
    await refused("unknown_serial");
  });

  it("when it is not signed", async () => {
    merchant.world.distort = (reply, { path }) =>
      path === "/v3/certificates" ? { ...reply, headers: {} } : reply;
    await refused("unsigned_answer");
  });

  it("when it is a refusal that is signed with an unknown key", async () => {
    merchant.world.distort = (reply, { path }) =>
      path === "/v3/certificates"
        ? signed(merchant.world, { ...reply, status: 400, body: '{"code":"PARAM_ERROR"}' })
        : reply;
    await refused("unknown_serial");
  });

  it("when a certificate is listed under another's serial", async () => {
    merchant.world.certificates = [{ ...keys.platform, serial: keys.successor.serial }];
    expect(await failure(close())).toMatchObject({
      reason: "certificates_unavailable",
      cause: { name: "WechatMalformedError" },
    });
  });

  it("when it is empty: what is known stays known", async () => {
    await close();
    merchant.world.certificates = [];
    expect(await failure(merchant.client.refreshCertificates())).toMatchObject({
      name: "WechatMalformedError",
    });
    await close();
  });
});

describe("a merchant who has a public key", () => {
  it("names it in calls, and not where WeChat might not know it yet", async () => {
    const own = await openMerchant(keys, "public_key");
    await own.client.refreshCertificates();
    expect(own.server.requests[0]?.headers["wechatpay-serial"]).toBeUndefined();
    await own.server.stop();
  });
});

describe("a merchant who has only the public-key mode", () => {
  it("is told that there are no certificates, and asks once a minute at most", async () => {
    const own = await openMerchant(keys, "public_key");
    own.world.answers[CLOSE] = { status: 204 };
    own.world.distort = (reply, { path }) =>
      path === "/v3/certificates"
        ? signed(own.world, { ...reply, status: 404, body: '{"code":"RESOURCE_NOT_EXISTS"}' })
        : reply;
    await expect(own.client.refreshCertificates()).rejects.toMatchObject({
      code: "RESOURCE_NOT_EXISTS",
    });
    own.clock.advance(61);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const notification = own.client.parseNotification({
        headers: { ...signatureHeaders(own.world, "{}"), "Wechatpay-Serial": `AB${attempt}` },
        rawBody: "{}",
      });
      expect(await failure(notification)).toMatchObject({ reason: "unknown_serial" });
    }
    expect(own.downloads()).toBe(2);
    await own.client.close(NUMBER);
    await own.server.stop();
  });
});
