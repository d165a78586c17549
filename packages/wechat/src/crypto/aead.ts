import { createCipheriv, createDecipheriv } from "node:crypto";
import { WechatSignatureError } from "../errors";
import { decodeBase64 } from "./base64";

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** An AEAD_AES_256_GCM resource, as notifications and `/v3/certificates` carry it. */
export interface EncryptedResource {
  /** base64 of the ciphertext followed by the 16-byte tag */
  readonly ciphertext: string;
  /** 12 ASCII characters */
  readonly nonce: string;
  readonly associatedData: string;
}

/**
 * Encrypts as WeChat does: the counterpart of `decryptResource`.
 *
 * @param apiV3Key the merchant's APIv3 key, 32 bytes
 */
export function encryptResource(
  plaintext: string | Buffer,
  nonce: string,
  associatedData: string,
  apiV3Key: string,
): EncryptedResource {
  const cipher = createCipheriv(ALGORITHM, apiV3Key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(associatedData, "utf8"));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return { ciphertext: body.toString("base64"), nonce, associatedData };
}

/**
 * Decrypts a resource and checks its tag. `decipher_gcm` of wechatpay-node-v3 is not used: it never
 * calls `final()`, so it accepts a changed ciphertext.
 *
 * @param apiV3Key the merchant's APIv3 key, 32 bytes
 * @throws WechatSignatureError `decryption_failed` when anything was changed or the key is another
 */
export function decryptResource(resource: EncryptedResource, apiV3Key: string): Buffer {
  const bytes = decodeBase64(resource.ciphertext);
  if (
    !bytes ||
    bytes.length < TAG_BYTES ||
    Buffer.byteLength(resource.nonce, "utf8") !== NONCE_BYTES
  ) {
    throw new WechatSignatureError(
      "decryption_failed",
      "The encrypted resource is no AEAD_AES_256_GCM ciphertext",
    );
  }
  const decipher = createDecipheriv(ALGORITHM, apiV3Key, resource.nonce, {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  decipher.setAAD(Buffer.from(resource.associatedData, "utf8"));
  const head = decipher.update(bytes.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([head, decipher.final()]);
  } catch (cause) {
    throw new WechatSignatureError(
      "decryption_failed",
      "The tag of an encrypted resource is wrong: it was changed, or WECHAT_API_V3_KEY is not the merchant's key",
      { cause },
    );
  }
}
