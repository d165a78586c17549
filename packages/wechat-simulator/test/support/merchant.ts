import {
  createDecipheriv,
  createPrivateKey,
  createSign,
  createVerify,
  randomBytes,
  X509Certificate,
} from "node:crypto";
import type { SimulatorCredentials } from "../../src";
import { systemClock, type Clock } from "../../src/clock";
import type { Json } from "./control";

export interface PayAnswer {
  status: number;
  headers: Headers;
  text: string;
  json: Json;
}

export type Order = Record<string, unknown> & { out_trade_no: string };

export interface SigningChoices {
  timestamp?: number;
  nonce?: string;
  mchid?: string;
  serial?: string;
  /** The body that is signed, where it is not the one that is sent. */
  signedBody?: string;
  headers?: Record<string, string | undefined>;
  authorization?: string;
}

/**
 * A merchant's side of the protocol, written for the tests from the documents alone: it signs, it
 * verifies, it decrypts.
 */
export class Merchant {
  constructor(
    readonly url: string,
    readonly credentials: SimulatorCredentials,
    private readonly clock: Clock = systemClock,
  ) {}

  nowSeconds(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }

  sign(message: string): string {
    const key = createPrivateKey(this.credentials.merchantPrivateKeyPem);
    return createSign("RSA-SHA256").update(message).sign(key, "base64");
  }

  authorization(method: string, target: string, body: string, choices: SigningChoices): string {
    const timestamp = String(choices.timestamp ?? this.nowSeconds());
    const nonce = choices.nonce ?? randomBytes(16).toString("hex");
    const signature = this.sign(
      [method, target, timestamp, nonce, choices.signedBody ?? body, ""].join("\n"),
    );
    const fields = {
      mchid: choices.mchid ?? this.credentials.mchId,
      nonce_str: nonce,
      signature,
      timestamp,
      serial_no: choices.serial ?? this.credentials.merchantSerial,
    };
    const list = Object.entries(fields).map(([name, value]) => `${name}="${value}"`);
    return `WECHATPAY2-SHA256-RSA2048 ${list.join(",")}`;
  }

  async call(
    method: string,
    target: string,
    body?: object | string,
    choices: SigningChoices = {},
  ): Promise<PayAnswer> {
    const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
    const headers: Record<string, string | undefined> = {
      Accept: "application/json",
      "User-Agent": "tests",
      ...(text !== "" && { "Content-Type": "application/json" }),
      Authorization: choices.authorization ?? this.authorization(method, target, text, choices),
      ...choices.headers,
    };
    const sent = Object.entries(headers).filter((entry): entry is [string, string] => !!entry[1]);
    const response = await fetch(this.url + target, {
      method,
      headers: sent,
      body: text === "" ? undefined : text,
    });
    const answer = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text: answer,
      json: answer === "" ? undefined : JSON.parse(answer),
    };
  }

  /** A complete order; any field can be replaced. */
  order(openid: string, more: Record<string, unknown> = {}): Order {
    return {
      appid: this.credentials.appId,
      mchid: this.credentials.mchId,
      description: "赣南脐橙 5斤装",
      out_trade_no: newOutTradeNo(),
      notify_url: "http://127.0.0.1:9/wechat/pay/notify",
      amount: { total: 3990, currency: "CNY" },
      payer: { openid },
      ...more,
    };
  }

  prepay(order: object, choices?: SigningChoices): Promise<PayAnswer> {
    return this.call("POST", "/v3/pay/transactions/jsapi", order, choices);
  }

  query(outTradeNo: string): Promise<PayAnswer> {
    const { mchId } = this.credentials;
    return this.call("GET", `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${mchId}`);
  }

  close(outTradeNo: string): Promise<PayAnswer> {
    const body = { mchid: this.credentials.mchId };
    return this.call("POST", `/v3/pay/transactions/out-trade-no/${outTradeNo}/close`, body);
  }

  /** The whole order back; any field can be replaced. */
  refund(order: { out_trade_no: string }, more: Record<string, unknown> = {}): Promise<PayAnswer> {
    return this.call("POST", "/v3/refund/domestic/refunds", {
      out_trade_no: order.out_trade_no,
      out_refund_no: newOutTradeNo(),
      amount: { refund: 3990, total: 3990, currency: "CNY" },
      ...more,
    });
  }

  queryRefund(outRefundNo: string): Promise<PayAnswer> {
    return this.call("GET", `/v3/refund/domestic/refunds/${outRefundNo}`);
  }

  /** A bill's file as it travelled. */
  async download(downloadUrl: string): Promise<{ headers: Headers; bytes: Buffer }> {
    const { pathname, search } = new URL(downloadUrl);
    const target = pathname + search;
    const response = await fetch(this.url + target, {
      headers: {
        Accept: "application/json",
        "User-Agent": "tests",
        Authorization: this.authorization("GET", target, "", {}),
      },
    });
    return { headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
  }

  /** The platform certificates by serial, fetched and decrypted. */
  async certificates(): Promise<Map<string, X509Certificate>> {
    const { json } = await this.call("GET", "/v3/certificates");
    return new Map(
      json.data.map((entry: Json) => [
        entry.serial_no,
        new X509Certificate(this.decrypt(entry.encrypt_certificate)),
      ]),
    );
  }

  /** AES-256-GCM with its tag checked; throws on anything that was changed. */
  decrypt(resource: { ciphertext: string; nonce: string; associated_data: string }): string {
    const sealed = Buffer.from(resource.ciphertext, "base64");
    const key = Buffer.from(this.credentials.apiV3Key);
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(resource.nonce));
    decipher.setAAD(Buffer.from(resource.associated_data));
    decipher.setAuthTag(sealed.subarray(-16));
    return decipher.update(sealed.subarray(0, -16), undefined, "utf8") + decipher.final("utf8");
  }
}

export const newOutTradeNo = (): string => randomBytes(12).toString("hex");

/** Whether WeChat's signature over an answer or a notification holds. */
export function signatureHolds(
  publicKeyPem: string | X509Certificate,
  header: (name: string) => string | null | undefined,
  body: string,
): boolean {
  const message = `${header("wechatpay-timestamp")}\n${header("wechatpay-nonce")}\n${body}\n`;
  const key = typeof publicKeyPem === "string" ? publicKeyPem : publicKeyPem.publicKey;
  const signature = header("wechatpay-signature") ?? "";
  return createVerify("RSA-SHA256").update(message).verify(key, signature, "base64");
}
