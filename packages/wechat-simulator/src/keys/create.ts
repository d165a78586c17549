import { randomBytes, randomInt } from "node:crypto";
import {
  generateAuthorityPair,
  generateRsaPair,
  issueCertificate,
  privatePem,
  publicPem,
} from "./certificate";
import type { KeyMaterial } from "./material";

export const AUTHORITY =
  "CN=Simulated Tenpay.com Root CA, O=Simulated Tenpay.com, L=Shenzhen, C=CN";
export const PLATFORM =
  "CN=Simulated Tenpay.com sign, OU=WeChat Pay, O=Simulated Tenpay.com, L=Shenzhen, C=CN";

const merchantSubject = (mchId: string): string =>
  `CN=${mchId}, OU=演示商户, O=微信商户系统, L=Shenzhen, C=CN`;

const digits = (count: number): string =>
  Array.from({ length: count }, () => randomInt(10).toString()).join("");

/**
 * Makes a new WeChat with one merchant: identifiers in WeChat's shapes, three RSA-2048 pairs (about
 * half a second on two cores) and the certificates of two of them.
 */
export async function createKeyMaterial(now: Date): Promise<KeyMaterial> {
  const [authorityPair, merchantPair, platformPair, payPair] = await Promise.all([
    generateAuthorityPair(),
    generateRsaPair(),
    generateRsaPair(),
    generateRsaPair(),
  ]);
  const mchId = `19${digits(8)}`;
  const issuer = { subject: AUTHORITY, pair: authorityPair };
  const [authority, merchant, platform] = await Promise.all([
    issueCertificate({ subject: AUTHORITY, pair: authorityPair, now }),
    issueCertificate({ subject: merchantSubject(mchId), pair: merchantPair, issuer, now }),
    issueCertificate({ subject: PLATFORM, pair: platformPair, issuer, now }),
  ]);
  return {
    appId: `wx${randomBytes(8).toString("hex")}`,
    appSecret: randomBytes(16).toString("hex"),
    mchId,
    apiV3Key: randomBytes(16).toString("hex"),
    merchant,
    authority,
    platform: [platform],
    payPublicKey: {
      id: `PUB_KEY_ID_0${mchId}${digits(14)}`,
      publicKeyPem: publicPem(payPair),
      privateKeyPem: privatePem(payPair),
    },
  };
}
