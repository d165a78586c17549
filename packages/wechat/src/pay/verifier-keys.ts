import { createPublicKey, type KeyObject } from "node:crypto";
import { normalizeSerial } from "./signature-headers";

/** A platform certificate of WeChat Pay, as far as verifying needs it. */
export interface PlatformCertificate {
  /** Normalised. */
  readonly serial: string;
  readonly key: KeyObject;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/**
 * The keys that may have signed for one merchant, by serial: the WeChat Pay public key and the
 * platform certificates side by side, so that a merchant can be moved from one mode to the other
 * while payments arrive. Never shared between merchants.
 */
export class VerifierKeys {
  readonly #publicKey: { id: string; key: KeyObject } | undefined;
  #certificates: ReadonlyMap<string, PlatformCertificate> = new Map();

  constructor(publicKey?: { readonly id: string; readonly pem: string }) {
    this.#publicKey = publicKey && { id: publicKey.id, key: createPublicKey(publicKey.pem) };
  }

  /** The key of that serial, unless it is unknown or its certificate is not valid at `now`. */
  find(serial: string, now: Date): KeyObject | undefined {
    const wanted = normalizeSerial(serial);
    if (wanted === this.#publicKey?.id) return this.#publicKey.key;
    const certificate = this.#certificates.get(wanted);
    return certificate && isValid(certificate, now) ? certificate.key : undefined;
  }

  /** WeChat Pay lists what is in use: what it no longer lists is no longer trusted. */
  replaceCertificates(certificates: readonly PlatformCertificate[]): void {
    this.#certificates = new Map(certificates.map((each) => [each.serial, each]));
  }
}

/** Whether a certificate is within its own dates. */
export function isValid(certificate: PlatformCertificate, now: Date): boolean {
  return certificate.validFrom <= now && now <= certificate.validTo;
}
