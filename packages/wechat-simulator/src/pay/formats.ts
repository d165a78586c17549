import { isIP } from "node:net";

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

export const isRfc3339 = (value: string): boolean =>
  RFC3339.test(value) && !Number.isNaN(Date.parse(value));

/** An address that only this machine or its network knows; the live WeChat could not reach it. */
const isPrivateHost = (host: string): boolean =>
  host === "[::1]" ||
  !host.includes(".") ||
  host.endsWith(".localhost") ||
  (isIP(host) === 4 && /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host));

/**
 * Whether WeChat would call this address: https, no query, no fragment, no credentials. Plain http
 * is let through for private hosts only, since without it nobody could develop.
 */
export function isNotifyUrl(value: string): boolean {
  if (!URL.canParse(value) || /[?#]/.test(value)) {
    return false;
  }
  const url = new URL(value);
  const reachable =
    url.protocol === "https:" || (url.protocol === "http:" && isPrivateHost(url.hostname));
  return reachable && url.username === "" && url.password === "";
}
