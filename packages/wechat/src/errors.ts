/** What a `WechatApiError` is made of. */
export interface WechatApiErrorInput {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly detail?: unknown;
  readonly requestId?: string | undefined;
}

/**
 * WeChat itself refused the call: the answer is authentic, so its code may be acted upon.
 *
 * From WeChat Pay the code is one of `PAY_ERROR_CODES` or, when WeChat invents a new one, its own
 * spelling in upper case. From the mini-program API it is the errcode in decimal ("40029").
 */
export class WechatApiError extends Error {
  override readonly name = "WechatApiError";
  /** The HTTP status; the mini-program API answers its errors with 200. */
  readonly status: number;
  readonly code: string;
  /** WeChat Pay's `detail`: which field was wrong, and how. */
  readonly detail?: unknown;
  /** WeChat Pay's `Request-ID` or the mini-program API's `rid`: what WeChat's support asks for. */
  readonly requestId?: string | undefined;
  /** The same call, unchanged, may succeed later. */
  readonly retryable: boolean;

  constructor(input: WechatApiErrorInput) {
    super(`WeChat refused with ${input.code}: ${input.message}`);
    this.status = input.status;
    this.code = input.code;
    this.detail = input.detail;
    this.requestId = input.requestId;
    this.retryable = input.retryable;
  }
}

/** How the exchange with WeChat failed. */
export type TransportFailure =
  | "network"
  | "timeout"
  | "cut_off"
  | "redirect"
  | "too_large"
  | "server_error"
  | "not_json";

/**
 * No usable answer arrived. What the call did at WeChat is unknown: ask for the state, or make the
 * same call with the same number again.
 */
export class WechatTransportError extends Error {
  override readonly name = "WechatTransportError";
  readonly reason: TransportFailure;

  constructor(reason: TransportFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Why something was not accepted as coming from WeChat. */
export type SignatureFailure =
  | "missing_header"
  | "malformed_header"
  | "signature_test"
  | "stale_timestamp"
  | "unknown_serial"
  | "certificates_unavailable"
  | "signature_mismatch"
  | "replayed_answer"
  | "unsigned_answer"
  | "decryption_failed";

/**
 * An answer or a notification is not proven to be WeChat's. A notification is refused; after an
 * answer the outcome of the call is unknown, exactly as after a `WechatTransportError`.
 */
export class WechatSignatureError extends Error {
  override readonly name = "WechatSignatureError";
  readonly reason: SignatureFailure;

  constructor(reason: SignatureFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Proven to be WeChat's (or over TLS from it), but not of the shape the protocol promises. */
export class WechatMalformedError extends Error {
  override readonly name = "WechatMalformedError";
}
