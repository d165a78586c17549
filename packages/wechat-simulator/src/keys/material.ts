/** A certificate and its private key, both PEM. */
export interface CertifiedKey {
  certificatePem: string;
  privateKeyPem: string;
}

/** Every secret of one simulated WeChat and its one merchant; plain text, so that it can be kept. */
export interface KeyMaterial {
  appId: string;
  appSecret: string;
  mchId: string;
  apiV3Key: string;
  merchant: CertifiedKey;
  authority: CertifiedKey;
  /** The newest last: it signs; the others are still listed and still verify. */
  platform: CertifiedKey[];
  payPublicKey: { id: string; publicKeyPem: string; privateKeyPem: string };
}
