import type { SigningMode } from "../keys/signing-mode";
import type { AccessToken, Attempt, Notification, Person, Transaction } from "./records";

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
