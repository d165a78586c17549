import { WechatApiError, WechatMalformedError, WechatTransportError } from "@mall/wechat";
import { WechatAuthErrors } from "./errors";

type AuthErrorName = keyof typeof WechatAuthErrors;

/** errcode → meaning, for codes of wx.login (official document of code2Session). */
const loginMeanings: Record<string, AuthErrorName> = {
  "40029": "code_invalid",
  "40163": "code_used",
  "40226": "blocked",
  "45011": "too_many_attempts",
};

const phoneMeanings: Record<string, AuthErrorName> = {
  "40029": "phone_code_invalid",
  "40163": "phone_code_invalid",
  "45011": "too_many_attempts",
};

/** The catalogue's name for what the WeChat client threw, or nothing when it is not WeChat's doing. */
function nameOf(
  error: unknown,
  meanings: Record<string, AuthErrorName>,
): AuthErrorName | undefined {
  if (error instanceof WechatTransportError || error instanceof WechatMalformedError) {
    return "wechat_unavailable";
  }
  if (!(error instanceof WechatApiError)) return undefined;
  return meanings[error.code] ?? (error.retryable ? "wechat_unavailable" : "wechat_refused");
}

export function loginErrorName(error: unknown): AuthErrorName | undefined {
  return nameOf(error, loginMeanings);
}

export function phoneErrorName(error: unknown): AuthErrorName | undefined {
  return nameOf(error, phoneMeanings);
}
