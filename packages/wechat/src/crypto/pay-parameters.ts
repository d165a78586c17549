import type { KeyLike } from "node:crypto";
import { unixSeconds } from "../clock";
import { randomNonce, signText } from "./signature";

/** What the mini-program hands to `wx.requestPayment`, as it is. */
export interface PayParameters {
  /** Unix seconds, as a string. */
  readonly timeStamp: string;
  readonly nonceStr: string;
  /** `prepay_id=…` */
  readonly package: string;
  readonly signType: "RSA";
  readonly paySign: string;
}

export interface PayParametersInput {
  readonly appId: string;
  readonly prepayId: string;
  readonly privateKeyPem: KeyLike;
  readonly now: Date;
  /** Drawn at random when left out. */
  readonly nonce?: string;
}

/**
 * Signs the pay parameters of a mini-program payment.
 *
 * Source: WeChat Pay API v3, "小程序调起支付": RSA-SHA256 over appId, timeStamp, nonceStr and
 * package, each followed by a newline.
 */
export function payParameters(input: PayParametersInput): PayParameters {
  const timeStamp = String(unixSeconds(input.now));
  const nonceStr = input.nonce ?? randomNonce();
  const prepay = `prepay_id=${input.prepayId}`;
  const message = `${input.appId}\n${timeStamp}\n${nonceStr}\n${prepay}\n`;
  return {
    timeStamp,
    nonceStr,
    package: prepay,
    signType: "RSA",
    paySign: signText(message, input.privateKeyPem),
  };
}
