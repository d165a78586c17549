import type { Books } from "./books/books";
import type { Clock } from "./clock";
import type { Faults } from "./faults/faults";
import type { Counters } from "./http/counters";
import type { Keyring } from "./keys/keyring";
import type { SigningKeys } from "./keys/signing-mode";
import type { Codes } from "./mini-program/codes";
import type { LoginRate } from "./mini-program/login-rate";
import type { Notifier } from "./notifications/notifier";
import type { SeenNonces } from "./pay/seen-nonces";

/** The parts of one running simulator, as its routes use them. */
export interface SimulatorContext {
  /** Tells this run from every other; answered by the health route. */
  instance: string;
  clock: Clock;
  keyring: Keyring;
  signingKeys: SigningKeys;
  books: Books;
  faults: Faults;
  notifier: Notifier;
  codes: Codes;
  loginRate: LoginRate;
  seenNonces: SeenNonces;
  counters: Counters;
}
