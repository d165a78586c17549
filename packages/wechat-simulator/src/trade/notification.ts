import type { Notification } from "../books/records";
import { newGcmNonce, newNotificationId } from "../identifiers";

/** When a notification goes out by itself. */
export interface Sending {
  /** No attempt will ever be made by itself. */
  lost: boolean;
  /** When the first attempt is due. */
  firstAt: Date;
}

/** A notification that nobody has seen yet. */
export const newNotification = (
  about: Pick<Notification, "outTradeNo" | "refund">,
  at: string,
  sending: Sending,
): Notification => ({
  id: newNotificationId(),
  ...about,
  createdAt: at,
  gcmNonce: newGcmNonce(),
  lost: sending.lost,
  delivered: false,
  nextAt: sending.lost ? null : sending.firstAt.toISOString(),
  attempts: [],
});
