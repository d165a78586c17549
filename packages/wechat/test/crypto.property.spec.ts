import { createPrivateKey, createPublicKey } from "node:crypto";
import {
  decryptField,
  decryptResource,
  encryptField,
  encryptResource,
  signText,
  verifyAnswerSignature,
  WechatSignatureError,
} from "@mall/wechat";
import fc from "fast-check";
import vectors from "./vectors.json";

const privateKey = createPrivateKey({
  key: Buffer.from(vectors.request_signature.private_key_der, "base64"),
  format: "der",
  type: "pkcs8",
});
const publicKey = createPublicKey(privateKey);

const ascii = (length: number) =>
  fc
    .array(fc.integer({ min: 0x21, max: 0x7e }), { minLength: length, maxLength: length })
    .map((codes) => String.fromCharCode(...codes));
const apiV3Key = ascii(32);
const nonce = ascii(12);
const text = fc.string({ unit: "grapheme", maxLength: 200 });

function flipBit(bytes: Buffer, position: number): Buffer {
  const changed = Buffer.from(bytes);
  const bit = position % (changed.length * 8);
  changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return changed;
}

describe("an encrypted resource", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(text, nonce, text, apiV3Key, (plaintext, iv, associated, key) => {
        const sealed = encryptResource(plaintext, iv, associated, key);
        expect(decryptResource(sealed, key).toString("utf8")).toBe(plaintext);
      }),
    );
  });

  it("is refused when any bit of ciphertext or tag is flipped", () => {
    fc.assert(
      fc.property(text, nonce, text, apiV3Key, fc.nat(), (plaintext, iv, associated, key, bit) => {
        const sealed = encryptResource(plaintext, iv, associated, key);
        const changed = flipBit(Buffer.from(sealed.ciphertext, "base64"), bit);
        expect(() =>
          decryptResource({ ...sealed, ciphertext: changed.toString("base64") }, key),
        ).toThrow(WechatSignatureError);
      }),
      { numRuns: 500 },
    );
  });

  it("is refused with another nonce, associated data or key", () => {
    const part = fc.constantFrom("nonce", "associatedData", "key");
    fc.assert(
      fc.property(text, nonce, apiV3Key, part, fc.nat(), (plaintext, iv, key, which, bit) => {
        const sealed = encryptResource(plaintext, iv, "transaction", key);
        // Bit 0 to 3 of an ASCII character: the result stays one byte long.
        const change = (value: string) => {
          const at = bit % value.length;
          const other = String.fromCharCode(value.charCodeAt(at) ^ (1 << bit % 4));
          return value.slice(0, at) + other + value.slice(at + 1);
        };
        const changed = which === "key" ? sealed : { ...sealed, [which]: change(sealed[which]) };
        expect(() => decryptResource(changed, which === "key" ? change(key) : key)).toThrow(
          WechatSignatureError,
        );
      }),
      { numRuns: 300 },
    );
  });

  it("is refused when anything is cut off its end, down to nothing", () => {
    fc.assert(
      fc.property(text, nonce, apiV3Key, fc.nat(), (plaintext, iv, key, cut) => {
        const sealed = encryptResource(plaintext, iv, "transaction", key);
        const bytes = Buffer.from(sealed.ciphertext, "base64");
        const shorter = bytes.subarray(0, cut % bytes.length).toString("base64");
        expect(() => decryptResource({ ...sealed, ciphertext: shorter }, key)).toThrow(
          WechatSignatureError,
        );
      }),
    );
  });

  it("is refused when it is no base64 or has a nonce of another length", () => {
    const key = "k".repeat(32);
    const sealed = encryptResource("x", "n".repeat(12), "", key);
    for (const wrong of [
      { ...sealed, ciphertext: `${sealed.ciphertext}!` },
      { ...sealed, nonce: "n".repeat(11) },
      { ...sealed, nonce: "" },
    ]) {
      expect(() => decryptResource(wrong, key)).toThrow(WechatSignatureError);
    }
  });
});

describe("a signature", () => {
  const message = (timestamp: string, iv: string, body: Buffer) =>
    `${timestamp}\n${iv}\n${body.toString("utf8")}\n`;

  it("is accepted for what was signed, and refused after any flipped bit of body or signature", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), nonce, text, fc.nat(), (seconds, iv, content, bit) => {
        const timestamp = String(seconds);
        const body = Buffer.from(`{${content}}`, "utf8");
        const signature = signText(message(timestamp, iv, body), privateKey);
        const answer = { timestamp, nonce: iv, body };
        expect(verifyAnswerSignature(answer, signature, publicKey)).toBe(true);

        const otherBody = { ...answer, body: flipBit(body, bit) };
        expect(verifyAnswerSignature(otherBody, signature, publicKey)).toBe(false);
        const otherSignature = flipBit(Buffer.from(signature, "base64"), bit).toString("base64");
        expect(verifyAnswerSignature(answer, otherSignature, publicKey)).toBe(false);
        const otherTime = { ...answer, timestamp: String(seconds + 1) };
        expect(verifyAnswerSignature(otherTime, signature, publicKey)).toBe(false);
        const otherNonce = { ...answer, nonce: `${iv.slice(1)}~~` };
        expect(verifyAnswerSignature(otherNonce, signature, publicKey)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe("an encrypted field", () => {
  it("comes back as it was, and differs each time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (name) => {
        fc.pre(Buffer.byteLength(name) <= 214);
        const sealed = encryptField(name, publicKey);
        expect(decryptField(sealed, privateKey)).toBe(name);
        expect(encryptField(name, publicKey)).not.toBe(sealed);
      }),
      { numRuns: 30 },
    );
  });

  it("is refused when it was changed", () => {
    const sealed = Buffer.from(encryptField("张三", publicKey), "base64");
    fc.assert(
      fc.property(fc.nat(), (bit) => {
        expect(() => decryptField(flipBit(sealed, bit).toString("base64"), privateKey)).toThrow();
      }),
      { numRuns: 30 },
    );
  });
});
