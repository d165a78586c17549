import { z } from "zod";
import { decryptResource } from "../crypto/aead";
import { WechatMalformedError } from "../errors";
import { parseRefundNotice, type WechatRefundNotice } from "./refund";
import { parseTransaction, type WechatTransaction } from "./transaction";
import type { ReadHeader } from "./signature-headers";

/** A notification as it arrived over HTTP. */
export interface NotificationInput {
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they arrived, not a parsed and re-serialised body. */
  readonly rawBody: Buffer | string;
}

/** A verified and decrypted notification. */
export interface WechatNotification {
  /** The same for every redelivery. */
  readonly id: string;
  /** RFC 3339 */
  readonly createTime: string;
  /** Such as `TRANSACTION.SUCCESS`. */
  readonly eventType: string;
  readonly resourceType: string;
  readonly summary: string;
  /** Such as `transaction`. */
  readonly originalType: string;
  /** The decrypted JSON. */
  readonly resource: unknown;
  /** Present exactly when `eventType` is `TRANSACTION.SUCCESS`. */
  readonly transaction?: WechatTransaction;
  /** Present exactly when `eventType` is `REFUND.SUCCESS`, `REFUND.ABNORMAL` or `REFUND.CLOSED`. */
  readonly refund?: WechatRefundNotice;
}

const REFUND_EVENTS: ReadonlySet<string> = new Set([
  "REFUND.SUCCESS",
  "REFUND.ABNORMAL",
  "REFUND.CLOSED",
]);

const envelope = z.object({
  id: z.string().min(1).max(64),
  create_time: z.string(),
  event_type: z.string().min(1),
  resource_type: z.string(),
  summary: z.string().default(""),
  resource: z.object({
    original_type: z.string().default(""),
    algorithm: z.literal("AEAD_AES_256_GCM"),
    ciphertext: z.string(),
    associated_data: z.string().default(""),
    nonce: z.string(),
  }),
});

/** Reads the headers of a server request; a header that came twice counts as malformed, not as one of the two. */
export function notificationHeaders(headers: NotificationInput["headers"]): ReadHeader {
  const lowerCase = new Map(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return (name) => {
    const value = lowerCase.get(name);
    return typeof value === "string" || value === undefined ? value : value.join(", ");
  };
}

/**
 * Reads a notification whose signature was verified.
 *
 * @throws WechatMalformedError when it is no notification
 * @throws WechatSignatureError `decryption_failed` when its resource was not encrypted with this key
 */
export function readNotification(rawBody: Buffer, apiV3Key: string): WechatNotification {
  const parsed = envelope.safeParse(parseJson(rawBody, "notification"));
  if (!parsed.success) {
    throw new WechatMalformedError(
      `WeChat Pay sent a malformed notification: ${z.prettifyError(parsed.error)}`,
    );
  }
  const { resource: sealed, ...outer } = parsed.data;
  const plaintext = decryptResource(
    { ...sealed, associatedData: sealed.associated_data },
    apiV3Key,
  );
  const resource = parseJson(plaintext, "resource of a notification");
  return {
    id: outer.id,
    createTime: outer.create_time,
    eventType: outer.event_type,
    resourceType: outer.resource_type,
    summary: outer.summary,
    originalType: sealed.original_type,
    resource,
    ...(outer.event_type === "TRANSACTION.SUCCESS" && { transaction: parseTransaction(resource) }),
    ...(REFUND_EVENTS.has(outer.event_type) && {
      refund: parseRefundNotice(resource, outer.event_type),
    }),
  };
}

function parseJson(bytes: Buffer, what: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw new WechatMalformedError(`WeChat Pay sent a ${what} that is no JSON`, { cause });
  }
}
