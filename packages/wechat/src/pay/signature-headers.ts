import { SIGNATURE_TYPE } from "../crypto/signature";
import { WechatSignatureError } from "../errors";

/** Reads one header, by its lower-case name. */
export type ReadHeader = (name: string) => string | undefined;

/** The headers that carry WeChat Pay's signature. */
export interface SignatureHeaders {
  /** Unix seconds. */
  readonly timestamp: string;
  readonly nonce: string;
  /** base64 */
  readonly signature: string;
  /** Which key signed: a normalised certificate serial, or a public-key id. */
  readonly serial: string;
}

const PATTERNS = {
  "wechatpay-timestamp": /^[0-9]{1,12}$/,
  // A newline here would move the borders of the signed text.
  "wechatpay-nonce": /^[\x21-\x7e]{1,128}$/,
  "wechatpay-signature": /^[\x21-\x7e]{1,2048}$/,
  "wechatpay-serial": /^(PUB_KEY_ID_[0-9A-Za-z]{1,64}|[0-9A-Fa-f]{1,64})$/,
} as const;

/** WeChat Pay marks its own probes of a merchant's checks with this; no real signature has it. */
const PROBE_PREFIX = "WECHATPAY/SIGNTEST/";

/** A serial in the one spelling that is compared: upper case, no leading zeros. */
export function normalizeSerial(serial: string): string {
  return isPublicKeyId(serial) ? serial : serial.toUpperCase().replace(/^0+(?=.)/, "");
}

/** Whether a serial names a WeChat Pay public key, which cannot be downloaded. */
export function isPublicKeyId(serial: string): boolean {
  return serial.startsWith("PUB_KEY_ID_");
}

/** Whether anything claims to be signed, well or badly. */
export function claimsSignature(read: ReadHeader): boolean {
  return Object.keys(PATTERNS).some((name) => read(name) !== undefined);
}

/** @throws WechatSignatureError when a header is missing or malformed, or it is a probe */
export function readSignatureHeaders(read: ReadHeader): SignatureHeaders {
  const header = (name: keyof typeof PATTERNS): string => {
    const value = read(name);
    if (value === undefined) {
      throw new WechatSignatureError("missing_header", `The header ${name} is missing`);
    }
    if (!PATTERNS[name].test(value)) {
      throw new WechatSignatureError("malformed_header", `The header ${name} is malformed`);
    }
    return value;
  };
  const signature = header("wechatpay-signature");
  if (signature.startsWith(PROBE_PREFIX)) {
    throw new WechatSignatureError(
      "signature_test",
      "This is WeChat Pay's probe with a wrong signature, which has to be refused",
    );
  }
  const type = read("wechatpay-signature-type");
  if (type !== undefined && type !== SIGNATURE_TYPE) {
    throw new WechatSignatureError("malformed_header", "The signature is of an unsupported type");
  }
  return {
    timestamp: header("wechatpay-timestamp"),
    nonce: header("wechatpay-nonce"),
    signature,
    serial: normalizeSerial(header("wechatpay-serial")),
  };
}
