import { createCipheriv } from "node:crypto";

export interface EncryptedResource {
  algorithm: "AEAD_AES_256_GCM";
  /** base64 of the ciphertext followed by the 16-byte tag. */
  ciphertext: string;
  associated_data: string;
  nonce: string;
}

/**
 * Encrypts as WeChat does for notifications and platform certificates ("证书和回调报文解密").
 *
 * @param apiV3Key 32 characters, used as they are
 * @param nonce 12 characters
 */
export function encryptResource(
  apiV3Key: string,
  plaintext: string,
  associatedData: string,
  nonce: string,
): EncryptedResource {
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const sealed = Buffer.concat([
    cipher.update(plaintext, "utf8"),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return {
    algorithm: "AEAD_AES_256_GCM",
    ciphertext: sealed.toString("base64"),
    associated_data: associatedData,
    nonce,
  };
}
