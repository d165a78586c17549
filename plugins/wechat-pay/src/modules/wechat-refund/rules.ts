import { addSeconds, fen, type Fen } from "@mall/kernel";

/**
 * requested: we owe it. sent: WeChat was asked and the outcome is not known. processing: WeChat
 * accepted it. abnormal: the shopper's card or account takes no money. closed: WeChat gave up and
 * the money is the merchant's again.
 */
export const refundStates = [
  "requested",
  "sent",
  "processing",
  "succeeded",
  "abnormal",
  "closed",
] as const;

export type RefundState = (typeof refundStates)[number];

/** Where a refund may go from each state. Money that arrived is final. */
export const refundTransitions = {
  requested: ["sent"],
  sent: ["processing", "succeeded", "abnormal", "closed"],
  processing: ["succeeded", "abnormal", "closed"],
  abnormal: ["processing", "succeeded", "closed"],
  succeeded: [],
  closed: [],
} as const satisfies Record<RefundState, readonly RefundState[]>;

/** The states from which a refund may come to `to`. */
export function statesBefore(to: RefundState): RefundState[] {
  return refundStates.filter((from) => (refundTransitions[from] as readonly string[]).includes(to));
}

/** States in which the system itself has something to do next. */
export function isOpen(state: RefundState): boolean {
  return state === "requested" || state === "sent" || state === "processing";
}

/** What WeChat's `status` and `refund_status` mean. */
export const stateOfStatus = {
  PROCESSING: "processing",
  SUCCESS: "succeeded",
  ABNORMAL: "abnormal",
  CLOSED: "closed",
} as const satisfies Record<string, RefundState>;

/** The number of a refund at WeChat: of Medusa's refund or of the exception, and which attempt it is. */
export function outRefundNoOf(sourceId: string, attempt: number): string {
  return attempt === 1 ? sourceId : `${sourceId}-${String(attempt)}`;
}

/**
 * How much of a refund WeChat is asked for. Fractions of a fen in Medusa's amounts are rounded one
 * by one, so that the last of several partial refunds may be a fen more than is left: it is cut.
 *
 * @returns undefined when it is beyond what was paid
 */
export function refundableFen(asked: Fen, paid: Fen, committed: Fen): Fen | undefined {
  const left = fen(paid - committed);
  if (asked <= left) return asked;
  return asked - left === 1 && left > 0 ? left : undefined;
}

/** How often WeChat may close a refund before a merchant is asked. */
const MOST_ATTEMPTS = 3;

/** Whether a refund that WeChat closed is asked for again under the next number. */
export function isTriedAgain(attempt: number): boolean {
  return attempt < MOST_ATTEMPTS;
}

const DELAYS_SECONDS = [2, 5, 10, 30, 60, 120, 300, 900] as const;
const LONGEST_DELAY_SECONDS = 1800;

/** When to look at a refund again after `attempts` that did not end it. It is never given up. */
export function nextLookAt(attempts: number, now: Date): Date {
  return addSeconds(now, DELAYS_SECONDS[attempts] ?? LONGEST_DELAY_SECONDS);
}
