import type { Clock } from "../clock";
import { currentCertificate, listedCertificates, type Keyring, type Signer } from "./keyring";

/**
 * How WeChat signs towards the merchant: with its platform certificate (older merchants), with the
 * Pay public key (merchants since late 2024), or with either while a merchant is being moved over.
 */
export const signingModes = ["certificate", "public_key", "mixed"] as const;
export type SigningMode = (typeof signingModes)[number];

/** Chooses the key of each answer and notification. */
export class SigningKeys {
  private turns = 0;

  constructor(
    private readonly keyring: Keyring,
    private readonly mode: () => SigningMode,
    private readonly clock: Clock,
  ) {}

  /**
   * The signers a `Wechatpay-Serial` request header may name in the present mode.
   */
  private offered(): Signer[] {
    const mode = this.mode();
    return [
      ...(mode === "public_key" ? [] : listedCertificates(this.keyring, this.clock.now())),
      ...(mode === "certificate" ? [] : [this.keyring.payPublicKey]),
    ];
  }

  /** The signer that a request asks for by name; undefined when the present mode has no such. */
  named(serial: string): Signer | undefined {
    return this.offered().find((signer) => signer.serial === serial.toUpperCase());
  }

  /** The signer where nothing was asked for; in mixed mode the two take turns. */
  next(): Signer {
    const mode = this.mode();
    const usesPublicKey = mode === "public_key" || (mode === "mixed" && this.turns++ % 2 === 1);
    return usesPublicKey ? this.keyring.payPublicKey : currentCertificate(this.keyring);
  }
}
