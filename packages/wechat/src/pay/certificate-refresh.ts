import type { Clock } from "../clock";
import { WechatApiError, WechatSignatureError } from "../errors";
import { isPublicKeyId } from "./signature-headers";
import type { PlatformCertificate, VerifierKeys } from "./verifier-keys";

/** At most one download per minute is caused by unknown serials, however many arrive. */
const PAUSE_MS = 60_000;
/** After a failed download, so that a short outage does not stop verification for a minute. */
const PAUSE_AFTER_FAILURE_MS = 5_000;
/** A serial that WeChat did not list is not asked for again during this time. */
const ABSENT_MS = 10 * 60_000;
const MAX_ABSENT = 1_000;

/**
 * Downloads platform certificates when an unknown serial appears. Anybody can send a notification
 * with an invented serial, so downloads are shared (single flight), spaced, and not repeated for a
 * serial that was not found.
 */
export class CertificateRefresh {
  #running: Promise<void> | undefined;
  #pausedUntil = 0;
  readonly #absentUntil = new Map<string, number>();

  constructor(
    private readonly keys: VerifierKeys,
    private readonly clock: Clock,
    private readonly download: () => Promise<readonly PlatformCertificate[]>,
  ) {}

  /** Downloads now; callers at the same time share one download. */
  run(): Promise<void> {
    this.#running ??= this.#replace().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /**
   * Downloads if this serial may be worth it; afterwards the caller looks again.
   *
   * @throws WechatSignatureError `certificates_unavailable` when the download failed
   */
  async forUnknownSerial(serial: string): Promise<void> {
    // A public key comes from the settings: there is nothing to download for another id.
    if (isPublicKeyId(serial) || this.#isAbsent(serial)) return;
    if (!this.#running && this.#now() < this.#pausedUntil) return;
    try {
      await this.run();
    } catch (cause) {
      if (!hasNoCertificates(cause)) {
        throw new WechatSignatureError(
          "certificates_unavailable",
          "Signed with an unknown key, and the platform certificates could not be downloaded",
          { cause },
        );
      }
    }
    if (!this.keys.find(serial, this.clock.now())) this.#rememberAbsent(serial);
  }

  async #replace(): Promise<void> {
    this.#pausedUntil = this.#now() + PAUSE_MS;
    try {
      this.keys.replaceCertificates(await this.download());
    } catch (error) {
      if (!hasNoCertificates(error)) this.#pausedUntil = this.#now() + PAUSE_AFTER_FAILURE_MS;
      throw error;
    }
  }

  #isAbsent(serial: string): boolean {
    return (this.#absentUntil.get(serial) ?? 0) > this.#now();
  }

  #rememberAbsent(serial: string): void {
    if (this.#absentUntil.size >= MAX_ABSENT) {
      const [oldest] = this.#absentUntil.keys();
      if (oldest !== undefined) this.#absentUntil.delete(oldest);
    }
    this.#absentUntil.set(serial, this.#now() + ABSENT_MS);
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}

/** A merchant that has only the public-key mode: WeChat answers that there are no certificates. */
function hasNoCertificates(error: unknown): boolean {
  return error instanceof WechatApiError && error.code === "RESOURCE_NOT_EXISTS";
}
