import {
  WechatApiError,
  WechatMalformedError,
  WechatSignatureError,
  WechatTransportError,
} from "@mall/wechat";
import { WechatPayErrors } from "./errors";

/** What WeChat's refusals mean to a shopper who wants to pay. */
const meanings: Record<string, keyof typeof WechatPayErrors> = {
  ORDERPAID: "already_paid",
  ORDER_CLOSED: "deadline_passed",
};

/** After these nobody knows what WeChat did; the same call may be made again. */
const unknownOutcomes = [WechatTransportError, WechatSignatureError, WechatMalformedError];

/** The catalogued error for what the WeChat client threw; anything unforeseen stays what it is. */
export function asCataloguedError(error: unknown): unknown {
  if (unknownOutcomes.some((kind) => error instanceof kind)) {
    return WechatPayErrors.channel_unavailable();
  }
  if (!(error instanceof WechatApiError)) return error;
  if (error.retryable) return WechatPayErrors.channel_unavailable(error.code);
  return WechatPayErrors[meanings[error.code] ?? "channel_refused"](error.code);
}
