import type { BillFiles } from "./bills/bill-files";
import type { Books } from "./books/books";
import type { Clock } from "./clock";
import type { Faults } from "./faults/faults";
import type { Counters } from "./http/counters";
import type { Keyring } from "./keys/keyring";
import type { CertificateRotation } from "./keys/rotation";
import type { SigningKeys } from "./keys/signing-mode";
import type { Codes } from "./mini-program/codes";
import type { LoginRate } from "./mini-program/login-rate";
import type { Notifier } from "./notifications/notifier";
import type { SeenNonces } from "./pay/seen-nonces";
import type { RefundDesk } from "./refunds/refund-desk";

/** The parts of one running simulator, as its routes use them. */
export interface SimulatorContext {
  /** Tells this run from every other; answered by the health route. */
  instance: string;
  clock: Clock;
  /** 1 is WeChat's own pace. */
  timeScale: number;
  /** Whether a day's bill has to wait for the next day. */
  billsNextDay: boolean;
  keyring: Keyring;
  signingKeys: SigningKeys;
  certificateRotation: CertificateRotation;
  books: Books;
  faults: Faults;
  notifier: Notifier;
  refundDesk: RefundDesk;
  codes: Codes;
  loginRate: LoginRate;
  seenNonces: SeenNonces;
  counters: Counters;
  billFiles: BillFiles;
}
