import { toShippedOrder, type LoadedOrder } from "../src/workflows/order-shipping";

const order = (more: Partial<LoadedOrder> = {}): LoadedOrder => ({ id: "order_1", ...more });

type Fulfillment = NonNullable<LoadedOrder["fulfillments"]>[number];

const fulfillmentOf = (more: Partial<Fulfillment>) =>
  toShippedOrder(
    order({
      fulfillments: [
        {
          canceled_at: null,
          shipped_at: null,
          delivered_at: null,
          requires_shipping: true,
          ...more,
        },
      ],
    }),
  ).fulfillments[0];

describe("an order of Medusa's, as the rules see it", () => {
  it.each([
    ["+86 138 0013 8000", "138****8000"],
    ["13800138000", "138****8000"],
    ["021-62345678", "021****5678"],
    ["110", undefined],
    [null, undefined],
  ])("has the phone %s as %s", (phone, contact) => {
    expect(toShippedOrder(order({ shipping_address: { phone } })).receiverContact).toBe(contact);
  });

  it("is handed over when it was shipped, or delivered without that", () => {
    expect(fulfillmentOf({})?.isHandedOver).toBe(false);
    expect(fulfillmentOf({ shipped_at: "2026-11-27" })?.isHandedOver).toBe(true);
    expect(fulfillmentOf({ delivered_at: "2026-11-27" })?.isHandedOver).toBe(true);
  });

  it("is a pickup by its fulfilment set", () => {
    const optionOf = (type: string) => ({ service_zone: { fulfillment_set: { type } } });
    expect(fulfillmentOf({ shipping_option: optionOf("pickup") })?.isPickup).toBe(true);
    expect(fulfillmentOf({ shipping_option: optionOf("shipping") })?.isPickup).toBe(false);
    expect(fulfillmentOf({ shipping_option: null })?.isPickup).toBe(false);
  });

  it("takes the carrier from the metadata, and no empty tracking number", () => {
    expect(fulfillmentOf({ metadata: { express_company: "ZTO" } })?.expressCompany).toBe("ZTO");
    expect(fulfillmentOf({ metadata: { express_company: 1 } })?.expressCompany).toBeUndefined();
    const labels = [
      { tracking_number: " ", tracking_url: "" },
      { tracking_number: " SF1 ", tracking_url: "#" },
    ];
    expect(fulfillmentOf({ labels })?.labels).toEqual([{ trackingNo: "SF1", trackingUrl: "#" }]);
  });
});
