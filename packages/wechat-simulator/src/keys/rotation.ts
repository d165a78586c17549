import type { Clock } from "../clock";
import { importAuthorityKey, generateRsaPair, issueCertificate } from "./certificate";
import { AUTHORITY, PLATFORM } from "./create";
import { saveKeys } from "./directory";
import { currentCertificate, toPlatformCertificate, type Keyring } from "./keyring";
import type { KeyMaterial } from "./material";

export interface Rotated {
  serial: string;
  previousSerial: string;
  previousListedUntil: Date;
}

/** Gives WeChat new platform certificates while it runs. */
export class CertificateRotation {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly parts: {
      material: KeyMaterial;
      keyring: Keyring;
      directory: string | undefined;
      clock: Clock;
    },
  ) {}

  /**
   * Issues a certificate that signs from now on, as it may happen to a merchant between two
   * refreshes of its list; the one before is listed so much longer.
   */
  rotate(overlapMs: number): Promise<Rotated> {
    const next = this.last.then(() => this.issue(overlapMs));
    // A failed rotation is told to its own caller, and does not stand in the way of the next.
    this.last = next.catch(() => undefined);
    return next;
  }

  private async issue(overlapMs: number): Promise<Rotated> {
    const { material, keyring, directory, clock } = this.parts;
    const [pair, authority] = await Promise.all([
      generateRsaPair(),
      importAuthorityKey(material.authority.privateKeyPem),
    ]);
    const issuer = { subject: AUTHORITY, pair: authority };
    const now = clock.now();
    const issued = await issueCertificate({ subject: PLATFORM, pair, issuer, now });
    const previousListedUntil = new Date(now.getTime() + overlapMs);
    const older = material.platform.map((key, index) =>
      index === material.platform.length - 1
        ? { ...key, listedUntil: previousListedUntil.toISOString() }
        : key,
    );
    const platform = [...older, issued];
    // On disk first: what has signed once must be known after a restart.
    if (directory !== undefined) {
      saveKeys(directory, { ...material, platform });
    }
    const previousSerial = currentCertificate(keyring).serial;
    material.platform = platform;
    keyring.platformCertificates = platform.map(toPlatformCertificate);
    return { serial: currentCertificate(keyring).serial, previousSerial, previousListedUntil };
  }
}
