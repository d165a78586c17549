import { createPrivateKey } from "node:crypto";
import { type Clock, systemClock } from "../clock";
import { type PayParameters, payParameters } from "../crypto/pay-parameters";
import { exchange, type HttpAnswer, type HttpOptions } from "../http/transport";
import type { WechatSettings } from "../settings/wechat-settings";
import { judgeAnswer } from "./answer";
import { type BillCalls, billCalls } from "./bills";
import { CertificateRefresh } from "./certificate-refresh";
import { CertificateDownload } from "./certificates";
import { MerchantSdk } from "./merchant-sdk";
import {
  type NotificationInput,
  notificationHeaders,
  readNotification,
  type WechatNotification,
} from "./notification";
import { type RefundCalls, refundCalls } from "./refunds";
import { createSdkTransport } from "./sdk-transport";
import { SignatureVerifier } from "./signature-verifier";
import { type TransactionCalls, transactionCalls } from "./transactions";
import { VerifierKeys } from "./verifier-keys";

/**
 * WeChat Pay for one merchant.
 *
 * Every call may throw `WechatApiError` (WeChat refused; may be acted upon), `WechatTransportError`
 * or `WechatSignatureError` (outcome unknown), `WechatMalformedError` (authentic nonsense; outcome
 * unknown) and `RangeError` (the caller's input breaks WeChat's rules; nothing was sent).
 */
export interface WechatPayClient extends TransactionCalls, RefundCalls, BillCalls {
  readonly appId: string;
  readonly mchId: string;
  /** Signs what `wx.requestPayment` needs; sends nothing. */
  payParameters(prepayId: string): PayParameters;
  /**
   * Verifies (signature over the raw bytes, freshness of ±300 s, no probe), decrypts and parses.
   * The caller still has to check appid, mchid, openid, amount and currency against its order, and
   * to store the notification under its id before it answers.
   *
   * @throws WechatSignatureError when it is not proven to be WeChat's
   * @throws WechatMalformedError when it is, and is of another shape than WeChat promises
   */
  parseNotification(input: NotificationInput): Promise<WechatNotification>;
  /**
   * Downloads the platform certificates now. New ones are also found without it; a daily call drops
   * early those that WeChat withdrew. A merchant with only the public-key mode has none: the call
   * throws WechatApiError `RESOURCE_NOT_EXISTS`.
   */
  refreshCertificates(): Promise<void>;
}

export interface WechatPayClientOptions extends HttpOptions {
  readonly clock?: Clock | undefined;
}

/** Opens a client. Keys, certificates and replay memory are its own and shared with no other. */
export function createWechatPayClient(
  settings: WechatSettings,
  options: WechatPayClientOptions = {},
): WechatPayClient {
  const { clock = systemClock } = options;
  const signingKey = createPrivateKey(settings.merchantPrivateKeyPem);
  const keys = new VerifierKeys(settings.payPublicKey);
  const sdk = new MerchantSdk(settings, signingKey, clock);
  const download = new CertificateDownload(settings, sdk, keys, clock, options);
  const refresh = new CertificateRefresh(keys, clock, () => download.run());
  const verifier = new SignatureVerifier(keys, refresh, clock);
  const judge = (answer: HttpAnswer) =>
    judgeAnswer(answer, (read, body) => verifier.requireAnswer(read, body));
  sdk.createHttp(
    createSdkTransport({
      send: (request) => exchange(request, options),
      judge,
      payBaseUrl: settings.payBaseUrl,
      answerKeyId: settings.payPublicKey?.id,
    }),
  );

  return {
    appId: settings.appId,
    mchId: settings.mchId,
    ...transactionCalls(sdk, settings),
    ...refundCalls(sdk, settings),
    ...billCalls({ sdk, settings, http: options, judge }),
    payParameters: (prepayId) =>
      payParameters({
        appId: settings.appId,
        prepayId,
        privateKeyPem: signingKey,
        now: clock.now(),
      }),
    async parseNotification({ headers, rawBody }) {
      const bytes = typeof rawBody === "string" ? Buffer.from(rawBody, "utf8") : rawBody;
      await verifier.requireNotification(notificationHeaders(headers), bytes);
      return readNotification(bytes, settings.apiV3Key);
    },
    refreshCertificates: () => refresh.run(),
  };
}
