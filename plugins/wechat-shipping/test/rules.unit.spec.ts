import {
  decideReport,
  isAboutTheOrder,
  nextAttemptAt,
  type OrderFulfillment,
  type OrderLine,
  type ShippedOrder,
} from "../src/modules/wechat-shipping/rules";

const line = (more: Partial<OrderLine> = {}): OrderLine => ({
  id: "line_1",
  title: "赣南脐橙 5斤装",
  quantity: 2,
  fulfilledQuantity: 2,
  requiresShipping: true,
  ...more,
});

const label = (trackingNo: string, trackingUrl = "") => ({ trackingNo, trackingUrl });

const fulfillment = (more: Partial<OrderFulfillment> = {}): OrderFulfillment => ({
  isCanceled: false,
  isHandedOver: true,
  requiresShipping: true,
  isPickup: false,
  items: [{ lineId: "line_1", quantity: 2 }],
  labels: [],
  ...more,
});

const order = (more: Partial<ShippedOrder> = {}): ShippedOrder => ({
  lines: [line()],
  fulfillments: [fulfillment({ labels: [label("SF1234567890123")] })],
  receiverContact: "138****8000",
  ...more,
});

const reportOf = (shipped: ShippedOrder, company?: string) => {
  const decision = decideReport(shipped, company);
  if (decision.kind !== "report") throw new Error(`No report: ${decision.kind}`);
  return decision.report;
};

describe("an order in one parcel", () => {
  it("is an express at once, with carrier, contents and the masked phone", () => {
    expect(reportOf(order())).toEqual({
      logisticsType: 1,
      deliveryMode: 1,
      shippingList: [
        {
          trackingNo: "SF1234567890123",
          expressCompany: "SF",
          itemDesc: "赣南脐橙 5斤装×2",
          contact: { receiver: "138****8000" },
        },
      ],
    });
  });

  it("without a phone has no contact", () => {
    const [parcel] = reportOf(order({ receiverContact: undefined })).shippingList;
    expect(parcel).not.toHaveProperty("contact");
  });

  it("that is not all of the order is a part", () => {
    expect(reportOf(order({ lines: [line({ quantity: 3 })] }))).toMatchObject({
      deliveryMode: 2,
      isAllDelivered: false,
    });
  });

  it("is all of it when only virtual goods are left", () => {
    const virtual = line({ id: "line_2", requiresShipping: false, fulfilledQuantity: 0 });
    expect(reportOf(order({ lines: [line(), virtual] })).deliveryMode).toBe(1);
  });
});

describe("an order in several parcels", () => {
  const second = fulfillment({ labels: [label("YT1234567890123")] });

  it("tells each of them, and that it is all", () => {
    const [first] = order().fulfillments;
    const report = reportOf(order({ fulfillments: [...(first ? [first] : []), second] }));
    expect(report).toMatchObject({ logisticsType: 1, deliveryMode: 2, isAllDelivered: true });
    expect(report.shippingList.map(({ expressCompany }) => expressCompany)).toEqual(["SF", "YTO"]);
  });

  it("is not all while one waits to be shipped", () => {
    const waiting = { ...second, isHandedOver: false };
    const report = reportOf(order({ fulfillments: [...order().fulfillments, waiting] }));
    expect(report).toMatchObject({ deliveryMode: 2, isAllDelivered: false });
    expect(report.shippingList).toHaveLength(1);
  });

  it("leaves out what was canceled", () => {
    const canceled = { ...second, isCanceled: true };
    const report = reportOf(order({ fulfillments: [...order().fulfillments, canceled] }));
    expect(report).toMatchObject({ deliveryMode: 1 });
  });

  it("tells at most fifteen", () => {
    const labels = Array.from({ length: 20 }, (_, index) => label(`SF${"0".repeat(12)}${index}`));
    const report = reportOf(order({ fulfillments: [fulfillment({ labels })] }));
    expect(report.shippingList).toHaveLength(15);
  });
});

describe("the carrier of a parcel", () => {
  const companyOf = (more: Partial<OrderFulfillment>, company?: string) =>
    reportOf(order({ fulfillments: [fulfillment(more)] }), company).shippingList[0]?.expressCompany;

  it.each([
    ["sf1234567890123", "", "SF"],
    ["JDVA12345678901", "", "JD"],
    ["JT5123456789012", "", "JTSD"],
    ["EA123456789CN", "", "EMS"],
    ["75312345678901", "https://www.zto.com/express/75312345678901", "ZTO"],
  ])("of %s at %s is %s", (trackingNo, trackingUrl, company) => {
    expect(companyOf({ labels: [label(trackingNo, trackingUrl)] })).toBe(company);
  });

  it("is what the fulfilment says before anything else", () => {
    expect(companyOf({ labels: [label("SF1234567890123")], expressCompany: "DBL" }, "ZTO")).toBe(
      "DBL",
    );
  });

  it("is what the merchant chose when nothing tells it, and a question without that", () => {
    const labels = [label("75312345678901", "https://evilzto.com/")];
    expect(companyOf({ labels }, "ZTO")).toBe("ZTO");
    expect(decideReport(order({ fulfillments: [fulfillment({ labels })] }))).toEqual({
      kind: "unknown_carrier",
      trackingNo: "75312345678901",
    });
  });
});

describe("an order without a tracking number", () => {
  it.each([
    ["pickup", { isPickup: true }, 4],
    ["the merchant's own delivery", {}, 2],
    ["virtual goods", { requiresShipping: false }, 3],
  ])("(%s) is told at once", (_, more, logisticsType) => {
    expect(reportOf(order({ fulfillments: [fulfillment(more)] }))).toEqual({
      logisticsType,
      deliveryMode: 1,
      shippingList: [{ itemDesc: "赣南脐橙 5斤装×2" }],
    });
  });

  it("is not due before all of it is handed over, as WeChat takes no parts", () => {
    const waiting = fulfillment({ isHandedOver: false });
    for (const fulfillments of [[], [waiting], [fulfillment(), waiting]]) {
      expect(decideReport(order({ fulfillments }))).toEqual({ kind: "not_due" });
    }
    const partly = order({ lines: [line({ quantity: 3 })], fulfillments: [fulfillment()] });
    expect(decideReport(partly)).toEqual({ kind: "not_due" });
  });
});

describe("the description", () => {
  it("is cut to what WeChat takes, between characters", () => {
    const long = order({ lines: [line({ title: `${"a".repeat(118)}🍊${"a".repeat(50)}` })] });
    const [parcel] = reportOf(long).shippingList;
    expect(parcel?.itemDesc).toBe(`${"a".repeat(118)}…`);
  });

  it("is never empty", () => {
    const unknown = fulfillment({ items: [], labels: [label("SF1234567890123")] });
    expect(reportOf(order({ fulfillments: [unknown] })).shippingList[0]?.itemDesc).toBe("商品");
  });
});

describe("trying again", () => {
  const now = new Date("2026-11-27T10:00:00Z");
  const delay = (attempts: number) => nextAttemptAt(attempts, now).getTime() - now.getTime();

  it("begins after a second, slows down to an hour and never ends", () => {
    const delays = Array.from({ length: 20 }, (_, attempts) => delay(attempts));
    expect(delays[0]).toBe(1000);
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(delays.at(-1)).toBe(3_600_000);
  });

  it("is useless where WeChat judged the information, and not for other refusals", () => {
    expect(["10060003", "10060031", "268485228"].every(isAboutTheOrder)).toBe(true);
    expect(["40001", "48001", "61004", "45009"].some(isAboutTheOrder)).toBe(false);
  });
});
