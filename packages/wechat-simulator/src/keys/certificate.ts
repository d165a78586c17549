import { createPrivateKey, KeyObject, randomBytes, webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  cryptoProvider,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { CertifiedKey } from "./material";

// The library's types want the browser's Crypto; Node's is the same object with narrower types.
cryptoProvider.set(webcrypto as unknown as Parameters<typeof cryptoProvider.set>[0]);

export type KeyPair = webcrypto.CryptoKeyPair;

const RSA = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;

const DAY_MS = 24 * 60 * 60 * 1000;
const VALID_DAYS = 5 * 365;

export const generateRsaPair = (): Promise<KeyPair> =>
  webcrypto.subtle.generateKey(RSA, true, ["sign", "verify"]);

/** The authority signs certificates only, so it can use a curve, which costs no time to generate. */
const EC = { name: "ECDSA", namedCurve: "P-256" } as const;

export const generateAuthorityPair = (): Promise<KeyPair> =>
  webcrypto.subtle.generateKey(EC, true, ["sign", "verify"]);

/** The authority's private key, from the PEM in which it was kept. */
export async function importAuthorityKey(pem: string): Promise<Pick<KeyPair, "privateKey">> {
  const der = createPrivateKey(pem).export({ type: "pkcs8", format: "der" });
  return { privateKey: await webcrypto.subtle.importKey("pkcs8", der, EC, false, ["sign"]) };
}

export const privatePem = (pair: KeyPair): string =>
  KeyObject.from(pair.privateKey).export({ type: "pkcs8", format: "pem" }).toString();

export const publicPem = (pair: KeyPair): string =>
  KeyObject.from(pair.publicKey).export({ type: "spki", format: "pem" }).toString();

/** 20 bytes like WeChat's; positive and without a leading zero, so that it prints as 40 digits. */
function newSerial(): string {
  const bytes = randomBytes(20);
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return bytes.toString("hex").toUpperCase();
}

/**
 * Issues a certificate valid for five years from the day before `now`, so that a client whose clock
 * is a little behind accepts it.
 *
 * @param request.issuer the authority; absent: the certificate is the authority's own
 */
export async function issueCertificate(request: {
  subject: string;
  pair: KeyPair;
  issuer?: { subject: string; pair: Pick<KeyPair, "privateKey"> };
  now: Date;
}): Promise<CertifiedKey> {
  const issuer = request.issuer ?? request;
  const notBefore = new Date(request.now.getTime() - DAY_MS);
  const usage = request.issuer
    ? KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment
    : KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: request.subject,
    issuer: issuer.subject,
    notBefore,
    notAfter: new Date(notBefore.getTime() + VALID_DAYS * DAY_MS),
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
    publicKey: request.pair.publicKey,
    signingKey: issuer.pair.privateKey,
    extensions: [
      new BasicConstraintsExtension(!request.issuer, undefined, true),
      new KeyUsagesExtension(usage, true),
    ],
  });
  return {
    certificatePem: `${certificate.toString("pem")}\n`,
    privateKeyPem: privatePem(request.pair),
  };
}
