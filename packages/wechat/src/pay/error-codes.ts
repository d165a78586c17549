import { WechatApiError } from "../errors";

/**
 * The error codes of WeChat Pay, in the one spelling that `WechatApiError.code` uses. WeChat writes
 * some with and some without underscores (`ORDER_PAID` and `ORDERPAID`); both arrive here as one.
 *
 * Source: the error tables of the JSAPI, query, close, refund and bill interfaces of WeChat Pay API v3.
 */
export const PAY_ERROR_CODES = [
  "ACCOUNT_ERROR",
  "APPID_MCHID_NOT_MATCH",
  "BANK_ERROR",
  "FREQUENCY_LIMITED",
  "INVALID_REQUEST",
  "MCH_NOT_EXISTS",
  "NO_AUTH",
  "NO_STATEMENT_EXIST",
  "NOT_ENOUGH",
  "OPENID_MISMATCH",
  "ORDER_CLOSED",
  "ORDER_NOT_EXIST",
  "ORDERPAID",
  "OUT_TRADE_NO_USED",
  "PARAM_ERROR",
  "RATELIMIT_EXCEED",
  "RESOURCE_NOT_EXISTS",
  "RULE_LIMIT",
  "SIGN_ERROR",
  "STATEMENT_CREATING",
  "SYSTEM_ERROR",
  "TRADE_ERROR",
  "USER_ACCOUNT_ABNORMAL",
  "USERPAYING",
] as const;

export type PayErrorCode = (typeof PAY_ERROR_CODES)[number];

/** Spellings that differ by more than underscores. */
const OTHER_SPELLINGS: Readonly<Record<string, PayErrorCode>> = {
  FREQUENCYLIMITEXCEED: "FREQUENCY_LIMITED",
  RATELIMITEXCEEDED: "RATELIMIT_EXCEED",
};

const RETRYABLE: ReadonlySet<string> = new Set<PayErrorCode>([
  "BANK_ERROR",
  "FREQUENCY_LIMITED",
  "RATELIMIT_EXCEED",
  "STATEMENT_CREATING",
  "SYSTEM_ERROR",
  "USERPAYING",
]);

const fold = (code: string) => code.toUpperCase().replaceAll("_", "");

const CANONICAL: ReadonlyMap<string, string> = new Map([
  ...PAY_ERROR_CODES.map((code) => [fold(code), code] as const),
  ...Object.entries(OTHER_SPELLINGS),
]);

/** The canonical spelling of a code; a code that is not in the list comes back in upper case. */
export function normalizePayErrorCode(code: string): string {
  return CANONICAL.get(fold(code)) ?? code.toUpperCase();
}

/** The error for an authentic refusal of WeChat Pay. */
export function payApiError(
  status: number,
  body: { code: string; message?: string | undefined; detail?: unknown },
  requestId: string | undefined,
): WechatApiError {
  const code = normalizePayErrorCode(body.code);
  // A new code of the server itself is taken for a passing one; a refusal of the request is not.
  const isKnown = CANONICAL.has(fold(body.code));
  return new WechatApiError({
    status,
    code,
    message: body.message ?? "no message",
    detail: body.detail,
    requestId,
    retryable: RETRYABLE.has(code) || status === 429 || (status >= 500 && !isKnown),
  });
}
