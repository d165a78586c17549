import { type KeyLike, randomBytes, sign, verify } from "node:crypto";
import { decodeBase64 } from "./base64";

/** The only signature type of WeChat Pay that is used here. */
export const SIGNATURE_TYPE = "WECHATPAY2-SHA256-RSA2048";

/** What a request signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** Path with query, percent-encoded exactly as it is sent; without the host. */
  readonly path: string;
  /** Unix seconds. */
  readonly timestamp: string;
  readonly nonce: string;
  /** The body exactly as it is sent; empty for GET. */
  readonly body: string;
}

/** Who signs a request. */
export interface Signer {
  readonly mchId: string;
  /** Serial of the merchant's certificate, upper-case hex. */
  readonly serial: string;
  readonly privateKey: KeyLike;
}

/** A nonce for a signature: 32 upper-case hex digits, from the system's random source. */
export function randomNonce(): string {
  return randomBytes(16).toString("hex").toUpperCase();
}

/**
 * The text that a request signature covers. Each of the five parts ends with a newline, an empty
 * body too: wechatpay-node-v3 leaves that one out for a POST, and WeChat answers SIGN_ERROR.
 *
 * Source: WeChat Pay API v3, "如何构造接口请求签名".
 */
export function requestSignatureMessage(request: SignedRequest): string {
  const { method, path, timestamp, nonce, body } = request;
  return `${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`;
}

/** SHA256 with RSA (PKCS#1 v1.5), in base64. */
export function signText(message: string, privateKey: KeyLike): string {
  return sign("sha256", Buffer.from(message, "utf8"), privateKey).toString("base64");
}

/** The value of the `Authorization` header of a request. */
export function authorizationHeader(request: SignedRequest, signer: Signer): string {
  const fields = {
    mchid: signer.mchId,
    nonce_str: request.nonce,
    signature: signText(requestSignatureMessage(request), signer.privateKey),
    timestamp: request.timestamp,
    serial_no: signer.serial,
  };
  const list = Object.entries(fields).map(([name, value]) => `${name}="${value}"`);
  return `${SIGNATURE_TYPE} ${list.join(",")}`;
}

/** What the signature of an answer or a notification covers. */
export interface SignedAnswer {
  readonly timestamp: string;
  readonly nonce: string;
  /** The raw bytes. A re-serialised body has other bytes and another signature. */
  readonly body: Buffer | string;
}

/**
 * The bytes that the signature of an answer or a notification covers.
 *
 * Source: WeChat Pay API v3, "如何验证签名".
 */
export function answerSignatureMessage(answer: SignedAnswer): Buffer {
  return Buffer.concat([
    Buffer.from(`${answer.timestamp}\n${answer.nonce}\n`, "utf8"),
    typeof answer.body === "string" ? Buffer.from(answer.body, "utf8") : answer.body,
    Buffer.from("\n"),
  ]);
}

/**
 * Whether WeChat Pay signed this answer or notification.
 *
 * @param signature base64, as in `Wechatpay-Signature`
 * @param publicKey the key that `Wechatpay-Serial` names
 */
export function verifyAnswerSignature(
  answer: SignedAnswer,
  signature: string,
  publicKey: KeyLike,
): boolean {
  const bytes = decodeBase64(signature);
  return bytes !== undefined && verify("sha256", answerSignatureMessage(answer), publicKey, bytes);
}
