import type { SigningMode } from "../keys/signing-mode";
import type {
  AccessToken,
  Adjustment,
  Attempt,
  Notification,
  Person,
  Refund,
  Shipping,
  Transaction,
} from "./records";
import type { RefundOutcome } from "./refund-state";

/** What can happen to the books; the journal is a list of these, and the state is their sum. */
export type BooksEvent =
  | { type: "person-seen"; person: Person }
  | { type: "order-opened"; transaction: Transaction }
  | { type: "prepay-renewed"; outTradeNo: string; prepayId: string; at: string }
  | { type: "payment-refused"; outTradeNo: string; at: string }
  | {
      /** One event, so that no crash can part a payment from its notification. */
      type: "paid";
      outTradeNo: string;
      transactionId: string;
      at: string;
      notification: Notification;
    }
  | { type: "closed"; outTradeNo: string; at: string }
  | { type: "refund-accepted"; refund: Refund }
  | {
      /** As with a payment, the notification is part of the event. */
      type: "refund-settled";
      outRefundNo: string;
      status: RefundOutcome;
      at: string;
      notification?: Notification;
    }
  | { type: "refund-retried"; outRefundNo: string; dueAt: string }
  | { type: "shipping-uploaded"; shipping: Shipping }
  | { type: "balance-adjusted"; adjustment: Adjustment }
  | {
      type: "notification-attempted";
      id: string;
      attempt: Attempt;
      delivered: boolean;
      nextAt: string | null;
    }
  | { type: "access-token-issued"; token: AccessToken }
  | { type: "access-token-ended"; token: string; at: string; revoked: boolean }
  | { type: "signing-mode-set"; signing: SigningMode }
  | { type: "reset" };
