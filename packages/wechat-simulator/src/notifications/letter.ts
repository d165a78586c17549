import { randomBytes } from "node:crypto";
import type { Notification } from "../books/records";
import { toChinaTime } from "../china-time";
import { encryptResource } from "../crypto/aes-gcm";
import { signatureHeaders } from "../http/signature-headers";
import { newGcmNonce, newNotificationId } from "../identifiers";
import type { Keyring, Signer } from "../keys/keyring";
import type { Subject } from "./subject";
import {
  breakTag,
  changePlaintext,
  changesPlaintext,
  noChanges,
  type LetterChanges,
  type Tampering,
} from "./tamper";

export interface Letter {
  headers: Record<string, string>;
  body: string;
}

const has = (changes: LetterChanges, tampering: Tampering): boolean =>
  changes.tamperings.includes(tampering);

/**
 * The body of a notification. Without changes it is the same bytes each time: only id, time and
 * nonce of the notification and facts that no longer change go into it.
 */
function composeBody(
  notification: Notification,
  subject: Subject,
  keyring: Keyring,
  changes: LetterChanges = noChanges,
): string {
  const { truth, originalType } = subject;
  // Another plaintext under the same nonce would give the key stream away.
  const nonce = changesPlaintext(changes) ? newGcmNonce() : notification.gcmNonce;
  const plaintext = JSON.stringify(changePlaintext(truth, changes));
  const resource = encryptResource(keyring.apiV3Key, plaintext, originalType, nonce);
  if (has(changes, "bad_gcm_tag")) {
    resource.ciphertext = breakTag(resource.ciphertext);
  }
  return JSON.stringify({
    id: has(changes, "new_id") ? newNotificationId() : notification.id,
    create_time: toChinaTime(new Date(notification.createdAt)),
    resource_type: "encrypt-resource",
    event_type: subject.eventType,
    summary: subject.summary,
    resource: { original_type: originalType, ...resource },
  });
}

/** WeChat's own probe: a signature that is none, which a merchant must refuse. */
const probeSignature = (): string => `WECHATPAY/SIGNTEST/${randomBytes(256).toString("base64")}`;

/** The notification ready to be posted, signed at this moment. */
export function composeLetter(
  notification: Notification,
  subject: Subject,
  keyring: Keyring,
  sealing: { signer: Signer; now: Date },
  changes: LetterChanges = noChanges,
): Letter {
  const body = composeBody(notification, subject, keyring, changes);
  const signature = signatureHeaders(sealing.signer, body, sealing.now, {
    forgedWith: has(changes, "forge_signature") ? keyring.merchant : undefined,
    stale: has(changes, "stale_timestamp"),
  });
  return {
    body,
    headers: {
      "Content-Type": "application/json",
      Accept: "*/*",
      "User-Agent": "Mozilla/4.0",
      ...signature,
      ...(has(changes, "signtest") && { "Wechatpay-Signature": probeSignature() }),
    },
  };
}
