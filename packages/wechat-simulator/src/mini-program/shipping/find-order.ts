import type { Transaction } from "../../books/records";
import type { SimulatorContext } from "../../context";
import type { Incoming } from "../../http/exchange";
import { shippingErrors } from "./errors";

/** A payment reaches the shipping side of WeChat about a minute later; at time scale 1. */
const ARRIVES_AFTER_MS = 60 * 1000;

/**
 * The paid order that a merchant names.
 *
 * @throws MiniProgramError 10060001 for an order that is unknown, unpaid or paid just now
 */
export function findPaidOrder(
  context: SimulatorContext,
  incoming: Incoming,
  names: { transactionId?: string; mchId?: string; outTradeNo?: string },
): Transaction {
  const { books, clock, faults, keyring, timeScale } = context;
  const ownNumber = names.mchId === keyring.mchId ? (names.outTradeNo ?? "") : "";
  const transaction =
    names.transactionId === undefined
      ? books.transaction(ownNumber)
      : books.transactionById(names.transactionId);
  const hidden = faults.strikes("shipping_not_found", incoming) !== undefined;
  if (transaction?.paidAt === undefined || hidden) {
    throw shippingErrors.notFound();
  }
  const age = clock.now().getTime() - Date.parse(transaction.paidAt);
  if (age < ARRIVES_AFTER_MS * timeScale) {
    throw shippingErrors.notFound();
  }
  return transaction;
}
