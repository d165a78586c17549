import { createPrivateKey, createPublicKey } from "node:crypto";
import {
  answerMessage,
  payParametersMessage,
  requestMessage,
  signRsa,
  verifyRsa,
} from "../src/crypto/signing";
import { ask } from "./support/control";
import { signatureHolds, type PayAnswer } from "./support/merchant";
import { openShop, type Shop } from "./support/shop";
import vectors from "./published-vectors.json";

const der = (base64: string): Buffer => Buffer.from(base64, "base64");

describe("The published examples", () => {
  it("give the published request signature", () => {
    const { private_key_der, method, path, timestamp, nonce, body, signature } =
      vectors.request_signature;
    const key = createPrivateKey({ key: der(private_key_der), format: "der", type: "pkcs8" });
    const message = requestMessage({ method, path, timestamp, nonce, body: Buffer.from(body) });
    expect(signRsa(key, message)).toBe(signature);
  });

  it("give the published paySign", () => {
    const { private_key_der, paySign, ...parameters } = vectors.pay_sign;
    const key = createPrivateKey({ key: der(private_key_der), format: "der", type: "pkcs8" });
    expect(signRsa(key, payParametersMessage(parameters))).toBe(paySign);
  });

  it("verify the published answer, and not one byte else", () => {
    const { public_key_der, timestamp, nonce, body, signature } = vectors.response_signature;
    const key = createPublicKey({ key: der(public_key_der), format: "der", type: "spki" });
    expect(verifyRsa(key, answerMessage(timestamp, nonce, body), signature)).toBe(true);
    expect(verifyRsa(key, answerMessage(timestamp, nonce, `${body} `), signature)).toBe(false);
    expect(verifyRsa(key, answerMessage(timestamp, nonce, body), "not base64!")).toBe(false);
  });
});

describe("Answers", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.close());
  afterEach(() => ask(shop.simulator, "PUT", "/mode", { signing: "certificate" }));

  const header = (answer: PayAnswer) => (name: string) => answer.headers.get(name);
  const serialOf = (answer: PayAnswer) => answer.headers.get("wechatpay-serial") ?? "";

  it("carry a platform certificate whose own answer it verifies", async () => {
    const answer = await shop.merchant.call("GET", "/v3/certificates");
    const certificates = await shop.merchant.certificates();
    const [entry] = answer.json.data;
    const certificate = certificates.get(serialOf(answer))!;
    expect(entry.serial_no).toMatch(/^[0-9A-F]{40}$/);
    expect(certificate.serialNumber).toBe(entry.serial_no);
    expect(entry.encrypt_certificate).toMatchObject({
      algorithm: "AEAD_AES_256_GCM",
      associated_data: "certificate",
      nonce: expect.stringMatching(/^.{12}$/),
    });
    expect(Date.parse(entry.expire_time)).toBe(Date.parse(certificate.validTo));
    expect(entry.effective_time).toMatch(/\+08:00$/);
    expect(signatureHolds(certificate, header(answer), answer.text)).toBe(true);
    expect(signatureHolds(certificate, header(answer), `${answer.text} `)).toBe(false);
  });

  it("are signed when empty and when they refuse, always with a new nonce", async () => {
    const [certificate] = (await shop.merchant.certificates()).values();
    const { outTradeNo } = await shop.openOrder();
    const closed = await shop.merchant.close(outTradeNo);
    const refused = await shop.merchant.query("never-ordered");
    expect([closed.status, closed.text]).toEqual([204, ""]);
    for (const answer of [closed, refused]) {
      expect(signatureHolds(certificate!, header(answer), answer.text)).toBe(true);
      expect(answer.headers.get("request-id")).toMatch(/\w{20}/);
    }
    expect(header(closed)("wechatpay-nonce")).not.toBe(header(refused)("wechatpay-nonce"));
  });

  it("are signed with the Pay public key in public-key mode, which has no certificates", async () => {
    await ask(shop.simulator, "PUT", "/mode", { signing: "public_key" });
    const { outTradeNo } = await shop.openOrder();
    const answer = await shop.merchant.query(outTradeNo);
    const { id, pem } = shop.merchant.credentials.payPublicKey;
    expect(serialOf(answer)).toBe(id);
    expect(id).toMatch(/^PUB_KEY_ID_\d{20,}$/);
    expect(signatureHolds(pem, header(answer), answer.text)).toBe(true);
    const certificates = await shop.merchant.call("GET", "/v3/certificates");
    expect(certificates).toMatchObject({ status: 404, json: { code: "RESOURCE_NOT_EXISTS" } });
  });

  it("in mixed mode come with either key, or with the one that was asked for", async () => {
    await ask(shop.simulator, "PUT", "/mode", { signing: "mixed" });
    const [serial = ""] = (await shop.merchant.certificates()).keys();
    const { id } = shop.merchant.credentials.payPublicKey;
    const callWith = (wished?: string) =>
      shop.merchant.call("GET", "/v3/certificates", undefined, {
        headers: { "Wechatpay-Serial": wished },
      });
    const own = new Set([serialOf(await callWith()), serialOf(await callWith())]);
    expect(own).toEqual(new Set([serial, id]));
    for (const wished of [id, id, serial, serial]) {
      expect(serialOf(await callWith(wished))).toBe(wished);
    }
  });

  it("refuse a Wechatpay-Serial that the mode does not have", async () => {
    const { id } = shop.merchant.credentials.payPublicKey;
    const headers = { "Wechatpay-Serial": id };
    const answer = await shop.merchant.call("GET", "/v3/certificates", undefined, { headers });
    expect(answer).toMatchObject({
      status: 400,
      json: { code: "PARAM_ERROR", detail: { field: "Wechatpay-Serial", value: id } },
    });
  });

  it("never contain a private key or the APIv3 key", async () => {
    const { apiV3Key, appSecret } = shop.merchant.credentials;
    const texts = [
      JSON.stringify(await ask(shop.simulator, "GET", "/books")),
      (await shop.merchant.call("GET", "/v3/certificates")).text,
      await (await fetch(shop.simulator.url)).text(),
    ].join("");
    for (const secret of [apiV3Key, appSecret, "PRIVATE KEY"]) {
      expect(texts).not.toContain(secret);
    }
  });
});
