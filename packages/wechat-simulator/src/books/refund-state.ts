/** The states of a refund; WeChat's own words. */
export const refundStates = ["PROCESSING", "SUCCESS", "ABNORMAL", "CLOSED"] as const;
export type RefundState = (typeof refundStates)[number];

/** How the processing of a refund can end. */
export const refundOutcomes = ["SUCCESS", "ABNORMAL", "CLOSED"] as const;
export type RefundOutcome = (typeof refundOutcomes)[number];

/** Which state may follow which; an abnormal refund is processed again when the merchant asks. */
export const refundTransitions: Readonly<Record<RefundState, readonly RefundState[]>> = {
  PROCESSING: ["SUCCESS", "ABNORMAL", "CLOSED"],
  ABNORMAL: ["PROCESSING"],
  SUCCESS: [],
  CLOSED: [],
};

export const refundMayBecome = (from: RefundState, to: RefundState): boolean =>
  refundTransitions[from].includes(to);
