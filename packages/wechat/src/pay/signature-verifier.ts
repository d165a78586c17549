import type { KeyObject } from "node:crypto";
import { type Clock, unixSeconds } from "../clock";
import { verifyAnswerSignature } from "../crypto/signature";
import { WechatSignatureError } from "../errors";
import type { CertificateRefresh } from "./certificate-refresh";
import { ReplayGuard } from "./replay-guard";
import { type ReadHeader, readSignatureHeaders, type SignatureHeaders } from "./signature-headers";
import type { VerifierKeys } from "./verifier-keys";

/** How far WeChat's clock and ours may be apart, either way. */
const FRESH_SECONDS = 300;

/** Proves that answers and notifications come from WeChat Pay and were not changed. */
export class SignatureVerifier {
  // An answer may be 300 s ahead of our clock and is then fresh for 600 s.
  readonly #answers = new ReplayGuard(2 * FRESH_SECONDS * 1000);

  constructor(
    private readonly keys: VerifierKeys,
    private readonly refresh: CertificateRefresh,
    private readonly clock: Clock,
  ) {}

  /** @throws WechatSignatureError unless the answer is signed, fresh, and not seen before */
  async requireAnswer(read: ReadHeader, body: Buffer): Promise<void> {
    const headers = await this.#require(read, body);
    requireFirstSight(this.#answers, headers, this.clock.now());
  }

  /** @throws WechatSignatureError unless the notification is signed and fresh */
  async requireNotification(read: ReadHeader, body: Buffer): Promise<void> {
    await this.#require(read, body);
  }

  async #require(read: ReadHeader, body: Buffer): Promise<SignatureHeaders> {
    // The cheap checks come first: a stale or malformed message never causes a download.
    const headers = readSignatureHeaders(read);
    requireFresh(headers, this.clock.now());
    const key = this.#find(headers) ?? (await this.#refreshAndFind(headers));
    requireSignedBy(key, headers, body);
    return headers;
  }

  #find(headers: SignatureHeaders): KeyObject | undefined {
    return this.keys.find(headers.serial, this.clock.now());
  }

  async #refreshAndFind(headers: SignatureHeaders): Promise<KeyObject> {
    await this.refresh.forUnknownSerial(headers.serial);
    const key = this.#find(headers);
    if (!key) throw unknownSerial(headers.serial);
    return key;
  }
}

export function unknownSerial(serial: string): WechatSignatureError {
  return new WechatSignatureError(
    "unknown_serial",
    `Signed with ${serial}, which is no valid platform certificate and not the configured public key`,
  );
}

/** @throws WechatSignatureError when the timestamp is more than 300 s from now */
export function requireFresh(headers: SignatureHeaders, now: Date): void {
  const age = unixSeconds(now) - Number(headers.timestamp);
  if (Math.abs(age) > FRESH_SECONDS) {
    throw new WechatSignatureError(
      "stale_timestamp",
      `Signed ${age} seconds ago, more than ${FRESH_SECONDS} from now: a replay, or the clock of this machine is wrong`,
    );
  }
}

/** @throws WechatSignatureError when this key did not sign these bytes */
export function requireSignedBy(key: KeyObject, headers: SignatureHeaders, body: Buffer): void {
  if (!verifyAnswerSignature({ ...headers, body }, headers.signature, key)) {
    throw new WechatSignatureError(
      "signature_mismatch",
      "The signature does not belong to this body: it was changed on the way",
    );
  }
}

function requireFirstSight(guard: ReplayGuard, headers: SignatureHeaders, now: Date): void {
  if (!guard.admit(`${headers.serial} ${headers.timestamp} ${headers.nonce}`, now)) {
    throw new WechatSignatureError("replayed_answer", "This answer was already given once");
  }
}
