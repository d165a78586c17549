import { sign, verify, type KeyObject } from "node:crypto";

/**
 * What a merchant signs (WeChat Pay API v3, "签名生成"): five lines, each ended by a newline, the
 * body as the very bytes that travelled. The path includes the query string.
 */
export function requestMessage(parts: {
  method: string;
  path: string;
  timestamp: string;
  nonce: string;
  body: Buffer;
}): Buffer {
  const head = `${parts.method}\n${parts.path}\n${parts.timestamp}\n${parts.nonce}\n`;
  return Buffer.concat([Buffer.from(head), parts.body, Buffer.from("\n")]);
}

/** What WeChat signs on answers and notifications ("签名验证"); an empty body is an empty line. */
export const answerMessage = (timestamp: string, nonce: string, body: string): Buffer =>
  Buffer.from(`${timestamp}\n${nonce}\n${body}\n`);

/** What the mini-program's `paySign` covers ("小程序调起支付"). */
export const payParametersMessage = (parts: {
  appId: string;
  timeStamp: string;
  nonceStr: string;
  package: string;
}): Buffer =>
  Buffer.from(`${parts.appId}\n${parts.timeStamp}\n${parts.nonceStr}\n${parts.package}\n`);

/** RSA PKCS#1 v1.5 over SHA-256, in base64. */
export const signRsa = (privateKey: KeyObject, message: Buffer): string =>
  sign("sha256", message, privateKey).toString("base64");

/** False for anything that is no signature of this message, malformed base64 included. */
export const verifyRsa = (publicKey: KeyObject, message: Buffer, signature: string): boolean =>
  verify("sha256", message, publicKey, Buffer.from(signature, "base64"));
