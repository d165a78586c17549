import { type Clock, systemClock } from "../clock";
import { baseUrl, LIVE_API_BASE_URL, LIVE_PAY_BASE_URL, notifyUrl } from "./addresses";
import { readMerchantKeys, readPayPublicKey } from "./key-files";
import { SettingsError } from "./settings-error";
import { REQUIRED_VARIABLES, wechatValues, type WechatValues } from "./variables";

/** A merchant's account at WeChat, checked. */
export interface WechatSettings {
  readonly appId: string;
  readonly appSecret: string;
  readonly mchId: string;
  /** 32 bytes. */
  readonly apiV3Key: string;
  readonly merchantCertificatePem: string;
  readonly merchantPrivateKeyPem: string;
  /** Upper-case hex. */
  readonly merchantSerial: string;
  /** Set in public-key mode; platform certificates stay usable beside it. */
  readonly payPublicKey?: { readonly id: string; readonly pem: string };
  readonly notifyUrl: string;
  /** Of the mini-program API; no final slash. */
  readonly apiBaseUrl: string;
  /** Of WeChat Pay; no final slash. */
  readonly payBaseUrl: string;
}

/**
 * Reads the WeChat settings from the environment and checks all that can be checked without asking
 * WeChat.
 *
 * @param clock tells whether the merchant's certificate is valid now
 * @returns undefined when no WeChat variable is set
 * @throws SettingsError when some are missing, or one is wrong
 */
export function readWechatSettings(
  env: NodeJS.ProcessEnv,
  clock: Clock = systemClock,
): WechatSettings | undefined {
  const values = wechatValues(env);
  if (Object.keys(values).length === 0) return undefined;
  const required = requireAll(values);

  const appId = match("WECHAT_APP_ID", required.WECHAT_APP_ID, {
    pattern: /^wx[0-9A-Za-z]{1,30}$/,
    must: "be the AppID of the mini-program, which begins with wx",
  });
  const appSecret = match("WECHAT_APP_SECRET", required.WECHAT_APP_SECRET, {
    pattern: /^[\x21-\x7e]{1,128}$/,
    must: "be the AppSecret of the mini-program, without spaces",
  });
  const mchId = match("WECHAT_MCH_ID", required.WECHAT_MCH_ID, {
    pattern: /^[0-9]{1,32}$/,
    must: "be the merchant number, which has digits only",
  });
  const apiV3Key = match("WECHAT_API_V3_KEY", required.WECHAT_API_V3_KEY, {
    pattern: /^[\x21-\x7e]{32}$/,
    must: "be the APIv3 key of the merchant platform, which has exactly 32 letters and digits",
  });
  const payBaseUrl = baseUrl(
    "WECHAT_PAY_BASE_URL",
    values.WECHAT_PAY_BASE_URL ?? LIVE_PAY_BASE_URL,
  );
  const apiBaseUrl = baseUrl(
    "WECHAT_API_BASE_URL",
    values.WECHAT_API_BASE_URL ?? LIVE_API_BASE_URL,
  );
  const keys = readMerchantKeys(required.WECHAT_CERT_PATH, required.WECHAT_KEY_PATH, clock.now());
  const publicKey = publicKeyVariables(values);
  return {
    appId,
    appSecret,
    mchId,
    apiV3Key,
    merchantCertificatePem: keys.certificatePem,
    merchantPrivateKeyPem: keys.privateKeyPem,
    merchantSerial: keys.serial,
    ...(publicKey && {
      payPublicKey: { id: publicKey.id, pem: readPayPublicKey(publicKey.path, keys) },
    }),
    notifyUrl: notifyUrl(required.WECHAT_NOTIFY_URL, payBaseUrl),
    apiBaseUrl,
    payBaseUrl,
  };
}

function requireAll(values: WechatValues): Record<(typeof REQUIRED_VARIABLES)[number], string> {
  const missing = REQUIRED_VARIABLES.filter((name) => values[name] === undefined);
  const [first] = missing;
  if (first !== undefined) {
    throw new SettingsError(
      first,
      `WeChat is configured only in part: set ${missing.join(", ")} too, or unset every WECHAT_ variable to use the simulator.`,
    );
  }
  return values as Record<(typeof REQUIRED_VARIABLES)[number], string>;
}

function match(variable: string, value: string, rule: { pattern: RegExp; must: string }): string {
  if (!rule.pattern.test(value))
    throw new SettingsError(variable, `${variable} must ${rule.must}.`);
  return value;
}

function publicKeyVariables(values: WechatValues): { id: string; path: string } | undefined {
  const { WECHAT_PAY_PUBLIC_KEY_ID: id, WECHAT_PAY_PUBLIC_KEY_PATH: path } = values;
  if (id === undefined && path === undefined) return undefined;
  if (id === undefined) {
    throw new SettingsError(
      "WECHAT_PAY_PUBLIC_KEY_ID",
      "WECHAT_PAY_PUBLIC_KEY_ID must be set when WECHAT_PAY_PUBLIC_KEY_PATH is.",
    );
  }
  if (path === undefined) {
    throw new SettingsError(
      "WECHAT_PAY_PUBLIC_KEY_PATH",
      "WECHAT_PAY_PUBLIC_KEY_PATH must be set when WECHAT_PAY_PUBLIC_KEY_ID is.",
    );
  }
  return {
    id: match("WECHAT_PAY_PUBLIC_KEY_ID", id, {
      pattern: /^PUB_KEY_ID_[0-9A-Za-z]{1,64}$/,
      must: "be the id of the WeChat Pay public key, which begins with PUB_KEY_ID_",
    }),
    path,
  };
}
