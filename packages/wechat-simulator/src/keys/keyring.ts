import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import type { KeyMaterial, PlatformKey } from "./material";

/** A private key and the name under which the other side knows its public half. */
export interface Signer {
  /** A certificate's serial in upper-case hexadecimal, or a `PUB_KEY_ID_…`. */
  serial: string;
  privateKey: KeyObject;
}

export interface PlatformCertificate extends Signer {
  pem: string;
  effectiveAt: Date;
  expiresAt: Date;
  listedUntil?: Date;
}

/** The key material, parsed: what the simulator signs and verifies with. */
export interface Keyring {
  appId: string;
  appSecret: string;
  mchId: string;
  apiV3Key: string;
  merchant: Signer & { publicKey: KeyObject };
  /** The newest last. */
  platformCertificates: PlatformCertificate[];
  payPublicKey: Signer;
}

const serialOf = (certificate: X509Certificate): string => certificate.serialNumber.toUpperCase();

export function toPlatformCertificate(key: PlatformKey): PlatformCertificate {
  const certificate = new X509Certificate(key.certificatePem);
  return {
    serial: serialOf(certificate),
    privateKey: createPrivateKey(key.privateKeyPem),
    pem: key.certificatePem,
    effectiveAt: new Date(certificate.validFrom),
    expiresAt: new Date(certificate.validTo),
    ...(key.listedUntil !== undefined && { listedUntil: new Date(key.listedUntil) }),
  };
}

export function toKeyring(material: KeyMaterial): Keyring {
  const merchant = new X509Certificate(material.merchant.certificatePem);
  return {
    appId: material.appId,
    appSecret: material.appSecret,
    mchId: material.mchId,
    apiV3Key: material.apiV3Key,
    merchant: {
      serial: serialOf(merchant),
      publicKey: merchant.publicKey,
      privateKey: createPrivateKey(material.merchant.privateKeyPem),
    },
    platformCertificates: material.platform.map(toPlatformCertificate),
    payPublicKey: {
      serial: material.payPublicKey.id,
      privateKey: createPrivateKey(material.payPublicKey.privateKeyPem),
    },
  };
}

/** Those that a merchant is told of and may name. */
export const listedCertificates = (keyring: Keyring, now: Date): PlatformCertificate[] =>
  keyring.platformCertificates.filter(
    ({ listedUntil }) => listedUntil === undefined || now < listedUntil,
  );

/** The certificate that signs now: the newest. */
export function currentCertificate(keyring: Keyring): PlatformCertificate {
  const newest = keyring.platformCertificates.at(-1);
  if (!newest) {
    throw new Error("The simulated WeChat has no platform certificate");
  }
  return newest;
}
