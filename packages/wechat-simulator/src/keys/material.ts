/** A certificate and its private key, both PEM. */
export interface CertifiedKey {
  certificatePem: string;
  privateKeyPem: string;
}

/** WeChat's own, with the time from which it is no longer listed (ISO 8601), once that is known. */
export interface PlatformKey extends CertifiedKey {
  listedUntil?: string;
}

/** Every secret of one simulated WeChat and its one merchant; plain text, so that it can be kept. */
export interface KeyMaterial {
  appId: string;
  appSecret: string;
  mchId: string;
  apiV3Key: string;
  merchant: CertifiedKey;
  authority: CertifiedKey;
  /** The newest last: it signs. */
  platform: PlatformKey[];
  payPublicKey: { id: string; publicKeyPem: string; privateKeyPem: string };
}
