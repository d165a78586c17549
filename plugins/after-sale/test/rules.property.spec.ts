import { fen, sumFen } from "@mall/kernel";
import fc from "fast-check";
import {
  assertApprovable,
  refundable,
  refundPlan,
  type OrderFacts,
  type PaymentFacts,
} from "../src/modules/after-sale/rules";

const captures = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 4 });
/** Either a request with its approval, or a refund that a merchant makes at Medusa's order page. */
const steps = fc.array(
  fc.record({
    requested: fc.integer({ min: 1, max: 150_000 }),
    approved: fc.integer({ min: 1, max: 150_000 }),
    elsewhere: fc.option(fc.integer({ min: 1, max: 50_000 })),
  }),
  { maxLength: 12 },
);

const orderOf = (payments: PaymentFacts[]): OrderFacts => ({
  status: "pending",
  items: [],
  payments,
  hasFulfillments: true,
  isShipped: true,
  lastMovedAt: new Date(0),
});

const book = (payments: PaymentFacts[], amount: number): PaymentFacts[] => {
  const plan = refundPlan(payments, fen(amount));
  return payments.map((payment) => ({
    ...payment,
    refundedFen: sumFen([
      payment.refundedFen,
      ...plan.filter((one) => one.paymentId === payment.id).map(({ amountFen }) => amountFen),
    ]),
  }));
};

describe("refunds", () => {
  it("never exceed what was captured, whatever is approved and refunded elsewhere in between", () => {
    fc.assert(
      fc.property(captures, steps, (amounts, all) => {
        let payments: PaymentFacts[] = amounts.map((amount, index) => ({
          id: String(index),
          capturedFen: fen(amount),
          refundedFen: fen(0),
        }));
        for (const { requested, approved, elsewhere } of all) {
          const isApproved = approves(orderOf(payments), requested, approved);
          if (elsewhere !== null) payments = book(payments, elsewhere);
          if (isApproved) payments = book(payments, approved);
          for (const { capturedFen, refundedFen } of payments) {
            expect(refundedFen).toBeLessThanOrEqual(capturedFen);
          }
        }
      }),
    );
  });

  it("of an amount that is there come to exactly that amount, each payment at most once", () => {
    fc.assert(
      fc.property(captures, fc.double({ min: 0, max: 1, noNaN: true }), (amounts, part) => {
        const payments = amounts.map((amount, index) => ({
          id: String(index),
          capturedFen: fen(amount),
          refundedFen: fen(0),
        }));
        const amount = fen(Math.floor(refundable(payments) * part));
        const plan = refundPlan(payments, amount);
        expect(sumFen(plan.map(({ amountFen }) => amountFen))).toBe(amount);
        expect(new Set(plan.map(({ paymentId }) => paymentId)).size).toBe(plan.length);
        expect(plan.every(({ amountFen }) => amountFen > 0)).toBe(true);
      }),
    );
  });
});

function approves(order: OrderFacts, requested: number, approved: number): boolean {
  try {
    assertApprovable(order, fen(requested), fen(approved));
    return true;
  } catch (error) {
    expect(error).toHaveProperty("code", expect.stringContaining("after_sale."));
    return false;
  }
}
