import { toUnixSeconds } from "../china-time";
import { answerMessage, signRsa } from "../crypto/signing";
import { newNonce } from "../identifiers";
import type { Signer } from "../keys/keyring";

export interface SignatureHeaders {
  "Wechatpay-Timestamp": string;
  "Wechatpay-Nonce": string;
  "Wechatpay-Signature": string;
  "Wechatpay-Signature-Type": string;
  "Wechatpay-Serial": string;
}

/** Ten minutes: twice what a receiver may tolerate. */
const STALE_MS = 10 * 60 * 1000;

/**
 * The headers by which WeChat vouches for a body, answer and notification alike.
 *
 * @param options.forgedWith signs with this key while naming the true one
 * @param options.stale signs for a time long past
 */
export function signatureHeaders(
  signer: Signer,
  body: string,
  now: Date,
  options: { forgedWith?: Signer; stale?: boolean } = {},
): SignatureHeaders {
  const at = options.stale ? new Date(now.getTime() - STALE_MS) : now;
  const timestamp = toUnixSeconds(at).toString();
  const nonce = newNonce();
  const { privateKey } = options.forgedWith ?? signer;
  return {
    "Wechatpay-Timestamp": timestamp,
    "Wechatpay-Nonce": nonce,
    "Wechatpay-Signature": signRsa(privateKey, answerMessage(timestamp, nonce, body)),
    "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
    "Wechatpay-Serial": signer.serial,
  };
}
