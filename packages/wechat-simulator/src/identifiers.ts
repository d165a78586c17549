import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { toChinaDay, toChinaDigits } from "./china-time";

/** 28 characters beginning with `o`, the shape of an openid and of a unionid. */
export const newOpenid = (): string => `o${randomBytes(21).toString("base64url").slice(0, 27)}`;

/** 32 characters, the shape of a login code and of a phone code. */
export const newCode = (): string => randomBytes(24).toString("base64url");

/** 16 bytes in base64. */
export const newSessionKey = (): string => randomBytes(16).toString("base64");

/** Live access tokens are 136 to 512 characters: long enough to catch a column that is too short. */
export const newAccessToken = (): string => `90_${randomBytes(120).toString("base64url")}`;

/** 32 hexadecimal digits, as in `Wechatpay-Nonce`. */
export const newNonce = (): string => randomBytes(16).toString("hex");

/** The 12 characters of an AES-GCM nonce that travels as text. */
export const newGcmNonce = (): string => randomBytes(9).toString("base64url");

export const newNotificationId = (): string => randomUUID();

export const newRequestId = (): string => randomBytes(18).toString("hex").toUpperCase();

/** The `rid` that ends the message of every mini-program error. */
export const newRid = (): string =>
  [8, 8, 8].map((length) => randomBytes(length).toString("hex").slice(0, length)).join("-");

/** `wx`, 14 digits of China time, 20 hexadecimal digits: 36 characters. */
export const newPrepayId = (at: Date): string =>
  `wx${toChinaDigits(at)}${randomBytes(10).toString("hex")}`;

/** The running number at the end makes it unique whatever the random part is. */
const newLongNumber = (prefix: string, at: Date, runningNumber: number): string =>
  `${prefix}${randomInt(1_000_000).toString().padStart(6, "0")}${toChinaDay(at)}${runningNumber
    .toString()
    .padStart(10, "0")}`;

/** 28 digits. */
export const newTransactionId = (at: Date, runningNumber: number): string =>
  newLongNumber("4200", at, runningNumber);

/** 29 digits. */
export const newRefundId = (at: Date, runningNumber: number): string =>
  newLongNumber("50300", at, runningNumber);
