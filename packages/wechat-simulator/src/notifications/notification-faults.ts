import type { Faults, Occasion } from "../faults/faults";
import type { Sending } from "../trade/notification";
import type { LetterChanges, Tampering } from "./tamper";

/** A notification's occasion is the merchant's route that it goes to. */
export const occasionOf = (notifyUrl: string): Occasion => ({
  method: "POST",
  path: new URL(notifyUrl).pathname,
});

/** Decided once, when there is something to tell: whether and when it first goes out. */
export function firstSending(faults: Faults, notifyUrl: string, now: Date): Sending {
  const occasion = occasionOf(notifyUrl);
  const lost = faults.strikes("lose_notification", occasion) !== undefined;
  const delay = faults.strikes("delay_notification", occasion)?.ms ?? 0;
  return { lost, firstAt: new Date(now.getTime() + delay) };
}

/**
 * Decided for every attempt; several can strike at once. Each is asked every time, so that no
 * fault's luck depends on another's.
 */
export function changesByFault(faults: Faults, occasion: Occasion): LetterChanges {
  const toMerchant = (fault: { target: string }): boolean => fault.target === "notification";
  const forged = faults.strikes("forge_signature", occasion, toMerchant);
  const stale = faults.strikes("stale_timestamp", occasion, toMerchant);
  const wrongAmount = faults.strikes("wrong_amount", occasion);
  const tamperings: Tampering[] = [];
  if (forged) tamperings.push("forge_signature");
  if (stale) tamperings.push("stale_timestamp");
  if (wrongAmount) tamperings.push("wrong_amount");
  return { tamperings, wrongAmount: wrongAmount?.total };
}
