import { SettingsError } from "./settings-error";
import type { WechatVariable } from "./variables";

export const LIVE_API_BASE_URL = "https://api.weixin.qq.com";
export const LIVE_PAY_BASE_URL = "https://api.mch.weixin.qq.com";

const MAX_NOTIFY_URL = 255;

/** Whether an address belongs to WeChat itself, rather than to a simulator or a proxy. */
function isLive(url: URL): boolean {
  return /(^|\.)(weixin\.qq\.com|wechatpay\.cn)$/.test(url.hostname);
}

function httpUrl(variable: WechatVariable, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new SettingsError(
      variable,
      `${variable} must be an address that begins with https:// (or http:// for a simulator).`,
    );
  }
  return url;
}

/**
 * The address that calls are sent to, without a final slash.
 *
 * A path is refused: the path of a request is signed, so a prefix would break every signature.
 */
export function baseUrl(variable: WechatVariable, value: string): string {
  const url = httpUrl(variable, value);
  if (url.pathname !== "/" || /[?#]/.test(value) || url.username || url.password) {
    throw new SettingsError(
      variable,
      `${variable} must be only a scheme, a host and a port, such as ${LIVE_PAY_BASE_URL}.`,
    );
  }
  if (isLive(url) && url.protocol !== "https:") {
    throw new SettingsError(
      variable,
      `${variable} must begin with https://, because it is WeChat's own host.`,
    );
  }
  return url.origin;
}

/**
 * The address that WeChat Pay notifies.
 *
 * @param payBaseUrl plain http is allowed only when this is not WeChat's own host
 */
export function notifyUrl(value: string, payBaseUrl: string): string {
  const variable = "WECHAT_NOTIFY_URL";
  const url = httpUrl(variable, value);
  if (/[?#]/.test(value)) {
    throw new SettingsError(
      variable,
      `${variable} must not have a query or a fragment, because WeChat refuses such an address.`,
    );
  }
  if (value.length > MAX_NOTIFY_URL) {
    throw new SettingsError(
      variable,
      `${variable} must be at most ${MAX_NOTIFY_URL} characters long, and is ${value.length}.`,
    );
  }
  if (url.protocol !== "https:" && isLive(new URL(payBaseUrl))) {
    throw new SettingsError(
      variable,
      `${variable} must begin with https://, because the live WeChat Pay notifies no other address.`,
    );
  }
  return value;
}
