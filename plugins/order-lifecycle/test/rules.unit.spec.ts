import {
  isToBeCanceled,
  shopperStatus,
  shopperStatuses,
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
