import { z } from "zod";
import type { RefundOutcome } from "../books/refund-state";
import type { SimulatorContext } from "../context";
import { ControlError, parseControl } from "./errors";

const outcomes = { success: "SUCCESS", abnormal: "ABNORMAL", closed: "CLOSED" } as const;

const decideSchema = z.strictObject({
  out_refund_no: z.string().min(1),
  outcome: z.enum(["success", "abnormal", "closed"]),
});

const balanceSchema = z.strictObject({ available: z.int().min(0) });

/** Ends the processing of a refund now, in particular of one that is stuck. */
export function decideRefund(context: SimulatorContext, body: unknown) {
  const { out_refund_no: outRefundNo, outcome } = parseControl(decideSchema, body);
  const refund = context.books.refund(outRefundNo);
  if (!refund) {
    throw new ControlError(
      "not_found",
      "refund_not_found",
      `out_refund_no: there is no refund ${outRefundNo}`,
    );
  }
  if (refund.status !== "PROCESSING") {
    throw new ControlError(
      "not_allowed",
      "refund_settled",
      `out_refund_no: the refund is ${refund.status}; only one that is PROCESSING can be decided`,
    );
  }
  const status: RefundOutcome = outcomes[outcome];
  context.refundDesk.settle(refund, status);
  return { out_refund_no: outRefundNo, status };
}

/** The merchant tops up or withdraws until so much is left to pay refunds from. */
export function setBalance(context: SimulatorContext, body: unknown) {
  const { available } = parseControl(balanceSchema, body);
  const { books, clock } = context;
  const amount = available - books.available();
  if (amount !== 0) {
    const adjustment = { at: clock.now().toISOString(), amount };
    books.commit({ type: "balance-adjusted", adjustment });
  }
  return { available: books.available() };
}
