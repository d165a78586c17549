import { X509Certificate } from "node:crypto";
import type { SimulatorCredentials } from "../options";
import { keyFiles } from "./directory";
import type { KeyMaterial } from "./material";

/** The merchant's part of the key material. */
export function toCredentials(material: KeyMaterial, directory?: string): SimulatorCredentials {
  const files = directory === undefined ? undefined : keyFiles(directory);
  return {
    appId: material.appId,
    appSecret: material.appSecret,
    mchId: material.mchId,
    apiV3Key: material.apiV3Key,
    merchantCertificatePem: material.merchant.certificatePem,
    merchantPrivateKeyPem: material.merchant.privateKeyPem,
    merchantSerial: new X509Certificate(
      material.merchant.certificatePem,
    ).serialNumber.toUpperCase(),
    ...(files && { certificatePath: files.merchantCertificate, keyPath: files.merchantKey }),
    payPublicKey: {
      id: material.payPublicKey.id,
      pem: material.payPublicKey.publicKeyPem,
      ...(files && { path: files.payPublicKey }),
    },
  };
}
