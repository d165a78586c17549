import {
  completelySentAt,
  isToBeCanceled,
  judgeCancellation,
  judgeReceipt,
  shopperStatus,
  shopperStatuses,
  type Dispatch,
  type OrderFacts,
  type ShopperStatus,
} from "../src/modules/order-lifecycle/rules";

const placed: OrderFacts = {
  status: "pending",
  paymentStatus: "awaiting",
  fulfillmentStatus: "not_fulfilled",
  isFree: false,
  isPickup: false,
  awaitsGroup: false,
};
const paid: OrderFacts = { ...placed, paymentStatus: "captured" };

const table: [string, OrderFacts, ShopperStatus][] = [
  ["an order that was just placed", placed, "awaiting_payment"],
  ["an order that costs nothing", { ...placed, isFree: true }, "awaiting_shipment"],
  ["a paid order", paid, "awaiting_shipment"],
  ["a paid order of an open group", { ...paid, awaitsGroup: true }, "awaiting_group"],
  ["an unpaid order of an open group", { ...placed, awaitsGroup: true }, "awaiting_payment"],
  ["a paid order for pickup", { ...paid, isPickup: true }, "awaiting_pickup"],
  ["a packed order", { ...paid, fulfillmentStatus: "fulfilled" }, "awaiting_shipment"],
  ["a shipped order", { ...paid, fulfillmentStatus: "shipped" }, "awaiting_receipt"],
  [
    "a partly shipped order",
    { ...paid, fulfillmentStatus: "partially_shipped" },
    "awaiting_shipment",
  ],
  ["a delivered order", { ...paid, fulfillmentStatus: "delivered" }, "awaiting_receipt"],
  ["a completed order", { ...paid, status: "completed" }, "completed"],
  ["an order canceled unpaid", { ...placed, status: "canceled" }, "canceled"],
  [
    "an order canceled after payment",
    { ...placed, status: "canceled", paymentStatus: "refunded" },
    "refunded",
  ],
  ["an order refunded in full", { ...paid, paymentStatus: "refunded" }, "refunded"],
  [
    "an order refunded in part",
    { ...paid, paymentStatus: "partially_refunded" },
    "awaiting_shipment",
  ],
];

describe("the status that a shopper sees", () => {
  it.each(table)("%s is %3$s", (_, facts, status) => {
    expect(shopperStatus(facts)).toBe(status);
  });

  it("has a case for every status of the glossary", () => {
    expect(new Set(table.map(([, , status]) => status))).toEqual(new Set(shopperStatuses));
  });
});

describe("an order whose payment deadline passed", () => {
  const overdue = { status: "pending", isCaptured: false, hasFulfillments: false };

  it.each([
    ["is canceled when nobody paid", overdue, true],
    ["is kept when it was paid", { ...overdue, isCaptured: true }, false],
    ["is kept when the merchant is delivering it", { ...overdue, hasFulfillments: true }, false],
    ["is left alone when it is canceled", { ...overdue, status: "canceled" }, false],
    ["is left alone when it is completed", { ...overdue, status: "completed" }, false],
  ])("%s", (_, order, expected) => {
    expect(isToBeCanceled(order)).toBe(expected);
  });
});

const monday = new Date("2026-11-23T02:00:00Z");
const tuesday = new Date("2026-11-24T02:00:00Z");
const oneItem = [{ quantity: 2, fulfilled: 2 }];

describe("an order was sent completely", () => {
  const cases: [string, Dispatch, Date | undefined][] = [
    ["never, before anything was packed", { items: oneItem, fulfillments: [] }, undefined],
    [
      "never, while it is only packed",
      { items: oneItem, fulfillments: [{ isPickup: false }] },
      undefined,
    ],
    [
      "when its parcel was shipped",
      { items: oneItem, fulfillments: [{ isPickup: false, shippedAt: monday }] },
      monday,
    ],
    [
      "when its parcel was delivered, if nobody said that it was shipped",
      { items: oneItem, fulfillments: [{ isPickup: false, deliveredAt: monday }] },
      monday,
    ],
    [
      "when it was shipped, and not when it was delivered",
      {
        items: oneItem,
        fulfillments: [{ isPickup: false, shippedAt: monday, deliveredAt: tuesday }],
      },
      monday,
    ],
    [
      "when the last of its parcels was shipped",
      {
        items: oneItem,
        fulfillments: [
          { isPickup: false, shippedAt: tuesday },
          { isPickup: false, shippedAt: monday },
        ],
      },
      tuesday,
    ],
    [
      "never, while one of its parcels is not",
      {
        items: oneItem,
        fulfillments: [{ isPickup: false, shippedAt: monday }, { isPickup: false }],
      },
      undefined,
    ],
    [
      "never, while a piece of it is in no parcel, even if another was delivered",
      {
        items: [{ quantity: 2, fulfilled: 1 }],
        fulfillments: [{ isPickup: false, deliveredAt: monday }],
      },
      undefined,
    ],
    [
      "whatever became of a parcel that was canceled",
      {
        items: oneItem,
        fulfillments: [
          { isPickup: false, canceledAt: tuesday },
          { isPickup: false, shippedAt: monday },
        ],
      },
      monday,
    ],
    [
      "never, while all of its parcels are canceled",
      { items: oneItem, fulfillments: [{ isPickup: false, canceledAt: monday }] },
      undefined,
    ],
    [
      "when the shopper has fetched it, and not when it was brought to the pickup point",
      {
        items: oneItem,
        fulfillments: [{ isPickup: true, shippedAt: monday, deliveredAt: tuesday }],
      },
      tuesday,
    ],
    [
      "never, while it waits at the pickup point",
      { items: oneItem, fulfillments: [{ isPickup: true, shippedAt: monday }] },
      undefined,
    ],
  ];

  it.each(cases)("%s", (_, dispatch, expected) => {
    expect(completelySentAt(dispatch)).toEqual(expected);
  });
});

describe("the receipt of an order", () => {
  const sent = { status: "pending", isPaid: true, sentAt: monday };

  it.each([
    ["may be confirmed when it is paid and sent", sent, "receivable"],
    ["is confirmed when it is completed", { ...sent, status: "completed" }, "confirmed"],
    ["is confirmed when it is archived", { ...sent, status: "archived" }, "confirmed"],
    [
      "is nothing to confirm when it is canceled",
      { ...sent, status: "canceled" },
      "order_canceled",
    ],
    ["is nothing to confirm when it is not paid", { ...sent, isPaid: false }, "not_paid"],
    ["is nothing to confirm before it was sent", { ...sent, sentAt: undefined }, "not_shipped"],
  ])("%s", (_, order, expected) => {
    expect(judgeReceipt(order)).toBe(expected);
  });
});

describe("the cancellation of an order", () => {
  const placed = { status: "pending", hasFulfillments: false };

  it.each([
    ["is possible before anything was packed", placed, "cancelable"],
    ["is impossible once it is packed", { ...placed, hasFulfillments: true }, "already_shipped"],
    ["is there already", { status: "canceled", hasFulfillments: false }, "canceled"],
    ["is impossible once it is completed", { ...placed, status: "completed" }, "already_completed"],
    ["is impossible once it is archived", { ...placed, status: "archived" }, "already_completed"],
  ])("%s", (_, order, expected) => {
    expect(judgeCancellation(order)).toBe(expected);
  });
});
