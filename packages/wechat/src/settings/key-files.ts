import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { SettingsError } from "./settings-error";
import type { WechatVariable } from "./variables";

const MIN_RSA_BITS = 2048;

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EACCES: "may not be read by this user",
  EISDIR: "is a directory",
};

function readPem(variable: WechatVariable, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    throw new SettingsError(
      variable,
      `${variable} names the file ${path}, which ${READ_FAILURES[code] ?? `cannot be read (${code})`}.`,
      { cause },
    );
  }
}

function parsePem<Parsed>(
  variable: WechatVariable,
  pem: string,
  label: RegExp,
  what: string,
  parse: (pem: string) => Parsed,
): Parsed {
  const wrong = (cause?: unknown) =>
    new SettingsError(variable, `${variable} must name a PEM file that holds ${what}.`, { cause });
  // Node's parsers take one kind of PEM for another: a private key would pass as a public one.
  if (!label.test(pem)) throw wrong();
  try {
    return parse(pem);
  } catch (cause) {
    throw wrong(cause);
  }
}

function requireRsa(variable: WechatVariable, key: KeyObject): void {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== "rsa" || bits < MIN_RSA_BITS) {
    throw new SettingsError(
      variable,
      `${variable} must name an RSA key of at least ${MIN_RSA_BITS} bits.`,
    );
  }
}

/** A merchant's certificate with its private key, checked to belong together. */
export interface MerchantKeys {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** Upper-case hex, as WeChat writes it. */
  readonly serial: string;
  readonly publicKey: KeyObject;
}

/** Reads and checks the merchant's API certificate and private key (apiclient_cert/key.pem). */
export function readMerchantKeys(certPath: string, keyPath: string, now: Date): MerchantKeys {
  const certificatePem = readPem("WECHAT_CERT_PATH", certPath);
  const certificate = parsePem(
    "WECHAT_CERT_PATH",
    certificatePem,
    /-----BEGIN CERTIFICATE-----/,
    "the merchant's API certificate (apiclient_cert.pem)",
    (pem) => new X509Certificate(pem),
  );
  requireRsa("WECHAT_CERT_PATH", certificate.publicKey);
  requireValidAt(certificate, now);

  const privateKeyPem = readPem("WECHAT_KEY_PATH", keyPath);
  const privateKey = parsePem(
    "WECHAT_KEY_PATH",
    privateKeyPem,
    /-----BEGIN (RSA )?PRIVATE KEY-----/,
    "the merchant's unencrypted private key (apiclient_key.pem)",
    createPrivateKey,
  );
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new SettingsError(
      "WECHAT_KEY_PATH",
      "WECHAT_KEY_PATH must name the private key that belongs to the certificate of WECHAT_CERT_PATH, and names another one.",
    );
  }
  return {
    certificatePem,
    privateKeyPem,
    serial: certificate.serialNumber.toUpperCase(),
    publicKey: certificate.publicKey,
  };
}

function requireValidAt(certificate: X509Certificate, now: Date): void {
  if (now.getTime() > Date.parse(certificate.validTo)) {
    throw new SettingsError(
      "WECHAT_CERT_PATH",
      `WECHAT_CERT_PATH names a certificate that expired on ${certificate.validTo}: download a new one from the merchant platform.`,
    );
  }
  if (now.getTime() < Date.parse(certificate.validFrom)) {
    throw new SettingsError(
      "WECHAT_CERT_PATH",
      `WECHAT_CERT_PATH names a certificate that is valid only from ${certificate.validFrom}: check the clock of this machine.`,
    );
  }
}

/** Reads and checks WeChat Pay's own public key (pub_key.pem). */
export function readPayPublicKey(path: string, merchant: MerchantKeys): string {
  const variable = "WECHAT_PAY_PUBLIC_KEY_PATH";
  const pem = readPem(variable, path);
  const key = parsePem(
    variable,
    pem,
    /-----BEGIN PUBLIC KEY-----/,
    "the WeChat Pay public key (pub_key.pem)",
    createPublicKey,
  );
  requireRsa(variable, key);
  if (key.equals(merchant.publicKey)) {
    throw new SettingsError(
      variable,
      `${variable} must name the public key of WeChat Pay, and names the merchant's own.`,
    );
  }
  return pem;
}
