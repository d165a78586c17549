import { toUnixSeconds } from "../china-time";
import type { SimulatorContext } from "../context";
import { requestMessage, verifyRsa } from "../crypto/signing";
import type { Incoming } from "../http/exchange";
import { payErrors, type PayError } from "./errors";

const SCHEME = "WECHATPAY2-SHA256-RSA2048";
const FIELDS = ["mchid", "nonce_str", "signature", "timestamp", "serial_no"] as const;
const TOLERATED_SECONDS = 300;
const SHOWN_CHARACTERS = 200;

type Credentials = Record<(typeof FIELDS)[number], string>;

const signError = (field: string, message: string, issue: string): PayError =>
  payErrors.sign(message, { field, location: "authorization", detail: { issue } });

const malformed = (issue: string): PayError =>
  signError(
    "authorization",
    "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》",
    issue,
  );

/** Reads `SCHEME name="value",…`: the five names in any order, each once, nothing else. */
function parseAuthorization(header: string | undefined): Credentials {
  if (header === undefined) {
    throw malformed("the header is missing");
  }
  const [, scheme, list] = /^(\S+)\s+(.+)$/.exec(header) ?? [];
  if (scheme !== SCHEME || list === undefined) {
    throw malformed(`the scheme is not ${SCHEME}`);
  }
  const found: Partial<Credentials> = {};
  for (const part of list.split(",")) {
    const [, name, value] = /^\s*([a-z_]+)="([^"]+)"\s*$/.exec(part) ?? [];
    const field = FIELDS.find((candidate) => candidate === name);
    if (field === undefined || value === undefined || found[field] !== undefined) {
      throw malformed(`"${part.slice(0, 40)}" is not one of ${FIELDS.join(", ")} in quotes, once`);
    }
    found[field] = value;
  }
  const missing = FIELDS.filter((field) => found[field] === undefined);
  if (missing.length > 0) {
    throw malformed(`${missing.join(", ")} missing`);
  }
  return found as Credentials;
}

function checkTimestamp(timestamp: string, now: Date): void {
  const skew = Math.abs(toUnixSeconds(now) - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || skew > TOLERATED_SECONDS) {
    throw signError(
      "timestamp",
      "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟",
      "timestamp expired",
    );
  }
}

function checkSignature(
  context: SimulatorContext,
  incoming: Incoming,
  credentials: Credentials,
): void {
  const message = requestMessage({
    method: incoming.method,
    path: incoming.target,
    timestamp: credentials.timestamp,
    nonce: credentials.nonce_str,
    body: incoming.body,
  });
  if (verifyRsa(context.keyring.merchant.publicKey, message, credentials.signature)) {
    return;
  }
  throw payErrors.sign("错误的签名，验签失败", {
    field: "signature",
    location: "authorization",
    detail: { issue: "sign not match" },
    sign_information: {
      method: incoming.method,
      url: incoming.target,
      truncated_sign_message: message.toString().slice(0, SHOWN_CHARACTERS),
      sign_message_length: message.length,
    },
  });
}

/**
 * Lets a request pass only if the merchant signed exactly these bytes within the last five minutes
 * and never sent this nonce before.
 *
 * @throws PayError SIGN_ERROR
 */
export function checkAuthorization(context: SimulatorContext, incoming: Incoming): void {
  const credentials = parseAuthorization(incoming.header("authorization"));
  const { keyring, clock, seenNonces } = context;
  if (credentials.mchid !== keyring.mchId) {
    throw signError("mchid", "Http头Authorization中的mchid不存在", "mchid is unknown");
  }
  if (credentials.serial_no.toUpperCase() !== keyring.merchant.serial) {
    throw signError(
      "serial_no",
      "商户证书序列号有误。请使用签名私钥匹配的证书序列号",
      "serial_no is not this merchant's certificate",
    );
  }
  checkTimestamp(credentials.timestamp, clock.now());
  checkSignature(context, incoming, credentials);
  if (!seenNonces.isNew(credentials.nonce_str)) {
    throw signError(
      "nonce_str",
      "Http头Authorization中的nonce_str重复",
      "nonce_str was used before",
    );
  }
}
