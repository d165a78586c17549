import { Admin } from "../support/admin";
import { eventually } from "../support/http";
import { startOwnMall, type OwnMall } from "../support/own-mall";
import { inStock } from "../support/products";
import { ship } from "../support/ship";
import { Shopper } from "../support/shopper";

const UPLOAD = "POST /wxa/sec/order/upload_shipping_info";

let own: OwnMall;
let admin: Admin;

beforeAll(async () => {
  own = await startOwnMall("shipping");
  admin = await Admin.login(own.mall);
});
afterAll(() => own.stop());
afterEach(() => own.simulator.faults({}));

interface Upload {
  state: "pending" | "uploaded" | "failed" | "not_due";
  attempts: number;
  last_error: string | null;
  uploaded_at: string | null;
}

/** An order that WeChat was paid for. */
async function paidOrder(quantity = 1) {
  const shopper = await Shopper.login(own.mall);
  const items = (await inStock(shopper)).map((item) => ({ ...item, quantity }));
  const { id } = await shopper.placeOrder(items);
  await shopper.pay(id);
  await shopper.waitForStatus(id, "awaiting_shipment", 40);
  const [payment] = await own.rows<{ out_trade_no: string }>(
    "SELECT out_trade_no FROM wechat_payment WHERE order_id = $1",
    [id],
  );
  return { id, outTradeNo: payment?.out_trade_no ?? "" };
}

async function uploadOf(orderId: string): Promise<Upload | null> {
  const { wechat_shipping } = await admin.get<{ wechat_shipping: Upload | null }>(
    `/admin/orders/${orderId}/wechat-shipping`,
  );
  return wechat_shipping;
}

const eventuallyIn = (orderId: string, state: Upload["state"], seconds = 30) =>
  eventually(
    `the shipping of ${orderId} is ${state}`,
    async () => {
      const upload = await uploadOf(orderId);
      return upload?.state === state ? upload : undefined;
    },
    seconds,
  );

const eventuallyTried = (orderId: string, attempts: number) =>
  eventually(
    `the shipping of ${orderId} was tried ${String(attempts)} times`,
    async () => {
      const upload = await uploadOf(orderId);
      return upload && upload.attempts >= attempts ? upload : undefined;
    },
    60,
  );

async function shippingAtWechat(outTradeNo: string) {
  const { shipping } = await own.simulator.books();
  return shipping.find((one) => one.out_trade_no === outTradeNo);
}

describe("a shipment of a paid order", () => {
  it("is reported once WeChat knows the payment, however often it did not", async () => {
    const { id, outTradeNo } = await paidOrder();
    expect(await uploadOf(id)).toBeNull();
    await own.simulator.faults({ shipping_not_found: { count: 3 } });
    await ship(admin, id, "SF1234567890123");
    const tried = await eventuallyTried(id, 1);
    expect(tried).toMatchObject({ state: "pending" });
    expect(tried.last_error).toContain("10060001");
    const upload = await eventuallyIn(id, "uploaded", 60);
    expect(upload.uploaded_at).not.toBeNull();
    expect(await shippingAtWechat(outTradeNo)).toMatchObject({
      logistics_type: 1,
      delivery_mode: 1,
      finished: true,
      parcels: [{ tracking_no: "SF1234567890123", express_company: "SF" }],
    });
  });

  it("whose answer is cut off after the effect is reported once", async () => {
    const { id, outTradeNo } = await paidOrder();
    await own.simulator.faults({ cut_off_after_effect: { count: 1, route: UPLOAD } });
    await ship(admin, id, "YT1234567890123");
    await eventuallyIn(id, "uploaded");
    expect(await shippingAtWechat(outTradeNo)).toMatchObject({
      finish_count: 1,
      parcels: [{ tracking_no: "YT1234567890123", express_company: "YTO" }],
    });
  });

  it("in two parcels is reported in two parts", async () => {
    const { id, outTradeNo } = await paidOrder(2);
    await ship(admin, id, "SF1111111111111");
    await eventuallyIn(id, "uploaded");
    expect(await shippingAtWechat(outTradeNo)).toMatchObject({
      delivery_mode: 2,
      finished: false,
    });
    await ship(admin, id, "SF2222222222222");
    const whole = await eventually(
      "both parcels are at WeChat",
      async () => {
        const shipping = await shippingAtWechat(outTradeNo);
        return shipping?.finished ? shipping : undefined;
      },
      30,
    );
    expect(whole.parcels.map(({ tracking_no }) => tracking_no)).toEqual([
      "SF1111111111111",
      "SF2222222222222",
    ]);
    await eventuallyIn(id, "uploaded");
  });

  it("is reported after a kill -9 before the report", async () => {
    const { id, outTradeNo } = await paidOrder();
    await own.simulator.faults({ server_error: { probability: 1, route: UPLOAD } });
    await ship(admin, id, "SF3333333333333");
    await eventuallyTried(id, 1);
    await own.killServer();
    await own.simulator.faults({});
    await own.startServer();
    await eventuallyIn(id, "uploaded", 120);
    expect(await shippingAtWechat(outTradeNo)).toMatchObject({ finished: true });
  }, 240_000);

  it("is reported when a kill -9 lost its event", async () => {
    const { id, outTradeNo } = await paidOrder();
    await own.simulator.faults({ server_error: { probability: 1, route: UPLOAD } });
    await ship(admin, id, "SF4444444444444");
    await own.killServer();
    // Whether the event was heard in time is chance; without its row it was not.
    await own.rows("DELETE FROM wechat_shipping_upload WHERE order_id = $1", [id]);
    await own.simulator.faults({});
    await own.startServer();
    await eventuallyIn(id, "uploaded", 120);
    expect(await shippingAtWechat(outTradeNo)).toMatchObject({ finished: true });
  }, 240_000);
});

describe("a report that WeChat cannot take", () => {
  it("waits for the merchant, who names the carrier", async () => {
    const { id, outTradeNo } = await paidOrder();
    await ship(admin, id, "75312345678901");
    const failed = await eventuallyIn(id, "failed");
    expect(failed.last_error).toContain("75312345678901");
    expect(await shippingAtWechat(outTradeNo)).toBeUndefined();
    await admin.post(`/admin/orders/${id}/wechat-shipping/retry`, { express_company: "ZTO" });
    await eventuallyIn(id, "uploaded");
    expect(await shippingAtWechat(outTradeNo)).toMatchObject({
      parcels: [{ tracking_no: "75312345678901", express_company: "ZTO" }],
    });
  });

  it("is answered 4xx for an order of which nothing was shipped, and for a carrier that is none", async () => {
    const { id } = await paidOrder();
    const retry = `/admin/orders/${id}/wechat-shipping/retry`;
    await expect(admin.post(retry, {})).rejects.toThrow(/404.*wechat_shipping.nothing_shipped/);
    await expect(admin.post(retry, { express_company: "PIGEON" })).rejects.toThrow(
      /400.*express_company/,
    );
  });
});

describe("an order that WeChat was not paid for", () => {
  it("is not reported", async () => {
    const shopper = await Shopper.login(own.mall);
    const { id } = await shopper.placeOrder(await inStock(shopper));
    await ship(admin, id, "SF5555555555555");
    await eventuallyIn(id, "not_due");
  });
});
