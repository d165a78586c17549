import { fen } from "@mall/kernel";
import {
  amountOf,
  assertApprovable,
  assertRequestable,
  mergeItems,
  refundPlan,
  retryDelay,
  type OrderFacts,
  type RefundDemand,
} from "../src/modules/after-sale/rules";
import {
  finalStates,
  refundRequestStates,
  transitions,
  type RefundRequestState,
} from "../src/modules/after-sale/transitions";

const now = new Date("2026-11-27T10:00:00Z");
const paid: OrderFacts = {
  status: "pending",
  items: [{ id: "item_1", ordered: 3, returnable: 0 }],
  payments: [{ id: "pay_1", capturedFen: fen(5000), refundedFen: fen(0) }],
  hasFulfillments: false,
  isShipped: false,
  lastMovedAt: new Date("2026-11-27T09:00:00Z"),
};
const shipped: OrderFacts = {
  ...paid,
  items: [{ id: "item_1", ordered: 3, returnable: 2 }],
  hasFulfillments: true,
  isShipped: true,
};
const everything: RefundDemand = { type: "refund_only", amountFen: fen(5000), items: [] };
const goodsBack: RefundDemand = {
  type: "return_and_refund",
  amountFen: fen(1000),
  items: [{ item_id: "item_1", quantity: 1 }],
};
const DAYS = 7;

describe("a refund request", () => {
  it.each<[string, OrderFacts, RefundDemand, "at_once" | "by_merchant"]>([
    ["for everything of an order that nobody packed", paid, everything, "at_once"],
    [
      "for a part of an order that nobody packed",
      paid,
      { ...everything, amountFen: fen(4999) },
      "by_merchant",
    ],
    [
      "for everything of an order that is packed",
      { ...paid, hasFulfillments: true },
      everything,
      "by_merchant",
    ],
    ["for everything of a shipped order", shipped, everything, "by_merchant"],
    [
      "for everything of a completed order",
      { ...shipped, status: "completed" },
      everything,
      "by_merchant",
    ],
    ["with goods that come back", shipped, goodsBack, "by_merchant"],
  ])("%s is granted %4$s", (_, order, demand, granted) => {
    expect(assertRequestable(order, demand, now, DAYS)).toBe(granted);
  });

  it.each<[string, OrderFacts, RefundDemand, string, string]>([
    ["an order that is not paid", { ...paid, payments: [] }, everything, "not_paid", ""],
    ["a canceled order", { ...paid, status: "canceled" }, everything, "order_canceled", ""],
    [
      "an order that was refunded",
      { ...paid, payments: [{ id: "pay_1", capturedFen: fen(5000), refundedFen: fen(5000) }] },
      everything,
      "already_refunded",
      "",
    ],
    [
      "more than was paid",
      paid,
      { ...everything, amountFen: fen(5001) },
      "amount_exceeds_refundable",
      "amount",
    ],
    [
      "more than is left",
      { ...paid, payments: [{ id: "pay_1", capturedFen: fen(5000), refundedFen: fen(1) }] },
      everything,
      "amount_exceeds_refundable",
      "amount",
    ],
    ["goods back that were not sent", paid, goodsBack, "not_shipped", ""],
    [
      "goods back without naming any",
      shipped,
      { ...goodsBack, items: [] },
      "items_missing",
      "items",
    ],
    [
      "an item of another order",
      shipped,
      { ...goodsBack, items: [{ item_id: "item_9", quantity: 1 }] },
      "item_unknown",
      "items.0.item_id",
    ],
    ...[0, -1, 1.5, Number.NaN].map(
      (quantity): [string, OrderFacts, RefundDemand, string, string] => [
        `${String(quantity)} pieces`,
        paid,
        { ...everything, items: [{ item_id: "item_1", quantity }] },
        "quantity_invalid",
        "items.0.quantity",
      ],
    ),
    [
      "more pieces than were ordered, in two lines",
      paid,
      {
        ...everything,
        items: [
          { item_id: "item_1", quantity: 2 },
          { item_id: "item_1", quantity: 2 },
        ],
      },
      "quantity_exceeds_ordered",
      "items.1.quantity",
    ],
    [
      "back more pieces than were sent",
      shipped,
      { ...goodsBack, items: [{ item_id: "item_1", quantity: 3 }] },
      "quantity_exceeds_returnable",
      "items.0.quantity",
    ],
  ])("is refused for %s", (_, order, demand, code, field) => {
    expect(() => assertRequestable(order, demand, now, DAYS)).toThrow(
      expect.objectContaining({
        code: `after_sale.${code}`,
        message: expect.stringContaining(field) as string,
      }) as Error,
    );
  });

  it("for a completed order is possible until the window has closed, and not a moment longer", () => {
    const completed = { ...shipped, status: "completed" };
    const last = new Date("2026-12-04T09:00:00Z");
    const late = new Date("2026-12-04T09:00:00.001Z");
    expect(assertRequestable(completed, goodsBack, last, DAYS)).toBe("by_merchant");
    expect(() => assertRequestable(completed, goodsBack, late, DAYS)).toThrow(
      expect.objectContaining({ code: "after_sale.window_closed" }) as Error,
    );
  });

  it.each([0, -1, 0.001, 12.345, Number.NaN, Number.POSITIVE_INFINITY, 1e300])(
    "over ¥%d names the field",
    (amount) => {
      expect(() => amountOf(amount)).toThrow(
        expect.objectContaining({
          code: "after_sale.amount_invalid",
          message: expect.stringContaining("amount") as string,
        }) as Error,
      );
    },
  );

  it("over whole fen is understood", () => {
    expect(amountOf(12.34)).toBe(1234);
  });

  it("counts an item that was named twice together", () => {
    const twice = [
      { item_id: "a", quantity: 1 },
      { item_id: "b", quantity: 1 },
      { item_id: "a", quantity: 2 },
    ];
    expect(mergeItems(twice)).toEqual([
      { item_id: "a", quantity: 3 },
      { item_id: "b", quantity: 1 },
    ]);
  });
});

describe("a merchant's approval", () => {
  it("may be for less than was asked, not for more, and not for more than is left", () => {
    expect(() => assertApprovable(paid, fen(5000), fen(1))).not.toThrow();
    expect(() => assertApprovable(paid, fen(1000), fen(1001))).toThrow(
      expect.objectContaining({ code: "after_sale.amount_exceeds_requested" }) as Error,
    );
    const half = [{ id: "pay_1", capturedFen: fen(5000), refundedFen: fen(2500) }];
    expect(() => assertApprovable({ ...paid, payments: half }, fen(5000), fen(2501))).toThrow(
      expect.objectContaining({ code: "after_sale.amount_exceeds_refundable" }) as Error,
    );
  });
});

describe("a refund over several payments", () => {
  it("takes from each what it has", () => {
    const payments = [
      { id: "a", capturedFen: fen(300), refundedFen: fen(100) },
      { id: "b", capturedFen: fen(50), refundedFen: fen(50) },
      { id: "c", capturedFen: fen(500), refundedFen: fen(0) },
    ];
    expect(refundPlan(payments, fen(250))).toEqual([
      { paymentId: "a", amountFen: 200 },
      { paymentId: "c", amountFen: 50 },
    ]);
  });
});

describe("the states of a refund request", () => {
  it("are all reached from the first one", () => {
    const reached = new Set<RefundRequestState>(["requested"]);
    for (const state of reached) transitions[state].forEach((next) => reached.add(next));
    expect(reached).toEqual(new Set(refundRequestStates));
  });

  it("end where nothing follows", () => {
    const ends = refundRequestStates.filter((state) => transitions[state].length === 0);
    expect(ends).toEqual([...finalStates]);
  });
});

describe("something that failed", () => {
  it("is tried again less and less often, and at least every ten minutes", () => {
    expect([0, 1, 2, 20].map(retryDelay)).toEqual([10, 20, 40, 600]);
  });
});
