import type { KeyLike } from "node:crypto";
import WechatPaySdk from "wechatpay-node-v3";
import { type Clock, unixSeconds } from "../clock";
import { authorizationHeader, randomNonce } from "../crypto/signature";
import type { WechatSettings } from "../settings/wechat-settings";

/** The address that wechatpay-node-v3 writes into every URL. */
export const SDK_ORIGIN = "https://api.mch.weixin.qq.com";

/**
 * wechatpay-node-v3 with its signing replaced. The library knows the paths and parameters of the
 * calls; its `buildAuthorization` is not sound: its nonces come from Math.random, it asks the
 * machine for the time, and it leaves out the final newline of an empty POST body. Its verifying
 * and decrypting are not used at all (see `signature-verifier.ts`, `../crypto/aead.ts`).
 */
export class MerchantSdk extends WechatPaySdk {
  constructor(
    private readonly settings: WechatSettings,
    private readonly signingKey: KeyLike,
    private readonly clock: Clock,
  ) {
    super({
      appid: settings.appId,
      mchid: settings.mchId,
      serial_no: settings.merchantSerial,
      publicKey: Buffer.from(settings.merchantCertificatePem),
      privateKey: Buffer.from(settings.merchantPrivateKeyPem),
      userAgent: "mall",
    });
  }

  protected override buildAuthorization(
    method: string,
    url: string,
    params?: Record<string, unknown>,
  ): string {
    return this.authorize(method, url.slice(SDK_ORIGIN.length), serializeBody(params));
  }

  /** A POST that the library has no call for, signed and sent as its own calls are. */
  async post(path: string, params: Record<string, unknown>): Promise<object> {
    const url = SDK_ORIGIN + path;
    const authorization = this.buildAuthorization("POST", url, params);
    const headers = this.getHeaders(authorization, { "Content-Type": "application/json" });
    return this.httpService.post(url, params, headers);
  }

  /**
   * The `Authorization` header of one request.
   *
   * @param path with query, exactly as it is sent
   * @param body exactly as it is sent; empty when there is none
   */
  authorize(method: string, path: string, body: string): string {
    const timestamp = String(unixSeconds(this.clock.now()));
    return authorizationHeader(
      { method, path, timestamp, nonce: randomNonce(), body },
      {
        mchId: this.settings.mchId,
        serial: this.settings.merchantSerial,
        privateKey: this.signingKey,
      },
    );
  }
}

/** The body of a request: the same text is signed and sent. */
export function serializeBody(params: Record<string, unknown> | undefined): string {
  return params === undefined ? "" : JSON.stringify(params);
}
