import { createPrivateKey, createPublicKey, verify } from "node:crypto";
import {
  authorizationHeader,
  payParameters,
  requestSignatureMessage,
  signText,
  verifyAnswerSignature,
} from "@mall/wechat";
import vectors from "./vectors.json";

const privateKey = (der: string) =>
  createPrivateKey({ key: Buffer.from(der, "base64"), format: "der", type: "pkcs8" });
const publicKey = (der: string) =>
  createPublicKey({ key: Buffer.from(der, "base64"), format: "der", type: "spki" });

describe("the signatures that WeChat's documents publish", () => {
  const request = vectors.request_signature;

  it("are reproduced for a request", () => {
    const message = requestSignatureMessage(request);
    expect(signText(message, privateKey(request.private_key_der))).toBe(request.signature);
  });

  it("stand in the Authorization header with their fields", () => {
    const header = authorizationHeader(request, {
      mchId: "1900007291",
      serial: "408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB",
      privateKey: privateKey(request.private_key_der),
    });
    expect(header).toBe(
      'WECHATPAY2-SHA256-RSA2048 mchid="1900007291",' +
        `nonce_str="${request.nonce}",signature="${request.signature}",` +
        `timestamp="${request.timestamp}",serial_no="408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB"`,
    );
  });

  it("are reproduced for the pay parameters of a mini-program", () => {
    const known = vectors.pay_sign;
    const parameters = payParameters({
      appId: known.appId,
      prepayId: known.package.replace("prepay_id=", ""),
      privateKeyPem: privateKey(known.private_key_der),
      now: new Date(Number(known.timeStamp) * 1000 + 999),
      nonce: known.nonceStr,
    });
    expect(parameters).toEqual({
      timeStamp: known.timeStamp,
      nonceStr: known.nonceStr,
      package: known.package,
      signType: "RSA",
      paySign: known.paySign,
    });
  });

  it("are accepted on an answer", () => {
    const answer = vectors.response_signature;
    const key = publicKey(answer.public_key_der);
    expect(verifyAnswerSignature(answer, answer.signature, key)).toBe(true);
    expect(
      verifyAnswerSignature({ ...answer, body: `${answer.body} ` }, answer.signature, key),
    ).toBe(false);
  });
});

describe("a request signature", () => {
  it("covers an empty body with a final newline of its own", () => {
    const empty = { method: "POST", path: "/v3/x", timestamp: "1", nonce: "N", body: "" };
    expect(requestSignatureMessage(empty)).toBe("POST\n/v3/x\n1\nN\n\n");
  });
});

describe("pay parameters", () => {
  it("get a new random nonce each time, and a signature over it", () => {
    const key = privateKey(vectors.pay_sign.private_key_der);
    const input = { appId: "wx1", prepayId: "p", privateKeyPem: key, now: new Date(1_000_000) };
    const all = Array.from({ length: 20 }, () => payParameters(input));
    expect(new Set(all.map(({ nonceStr }) => nonceStr)).size).toBe(20);
    for (const { nonceStr, timeStamp, paySign } of all) {
      expect(nonceStr).toMatch(/^[0-9A-F]{32}$/);
      const message = Buffer.from(`wx1\n${timeStamp}\n${nonceStr}\nprepay_id=p\n`);
      const bytes = Buffer.from(paySign, "base64");
      expect(verify("sha256", message, createPublicKey(key), bytes)).toBe(true);
    }
  });
});

describe("an answer signature", () => {
  it("has one spelling only: text around the base64 is refused", () => {
    const answer = vectors.response_signature;
    const key = publicKey(answer.public_key_der);
    for (const text of [
      `${answer.signature} `,
      `${answer.signature}=`,
      `-${answer.signature}`,
      "",
    ]) {
      expect(verifyAnswerSignature(answer, text, key)).toBe(false);
    }
  });
});
