import { constants, type KeyLike, privateDecrypt, publicEncrypt } from "node:crypto";

/** WeChat Pay's RSAES-OAEP uses SHA-1 and an empty label. */
const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" } as const;

/**
 * Encrypts a sensitive request field (a name, a phone number) for WeChat Pay. The request must
 * carry the serial of the same key in `Wechatpay-Serial`.
 *
 * @param publicKey of WeChat Pay: a platform certificate's key or the WeChat Pay public key
 * @returns base64
 * @throws when the text is longer than the key allows (214 bytes for RSA-2048)
 */
export function encryptField(plaintext: string, publicKey: KeyLike): string {
  return publicEncrypt({ key: publicKey, ...OAEP }, Buffer.from(plaintext, "utf8")).toString(
    "base64",
  );
}

/**
 * Decrypts a sensitive answer field that WeChat Pay encrypted for the merchant.
 *
 * @param ciphertext base64
 * @throws when it was encrypted for another key, or changed
 */
export function decryptField(ciphertext: string, merchantPrivateKey: KeyLike): string {
  const bytes = Buffer.from(ciphertext, "base64");
  return privateDecrypt({ key: merchantPrivateKey, ...OAEP }, bytes).toString("utf8");
}
