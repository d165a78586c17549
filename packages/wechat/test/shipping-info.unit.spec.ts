import {
  createMiniProgramClient,
  maskPhone,
  type MiniProgramClient,
  type ShippedParcel,
  type ShippingInfo,
  WechatApiError,
  WechatMalformedError,
} from "@mall/wechat";
import { apiReply, type ApiWorld, newApiWorld, serveApi } from "./fixture/api-server";
import { testClock } from "./fixture/clock";
import type { RunningServer } from "./fixture/http-server";

const UPLOAD = "/wxa/sec/order/upload_shipping_info";
const GET_ORDER = "/wxa/sec/order/get_order";

let world: ApiWorld;
let server: RunningServer;
let client: MiniProgramClient;
/** What WeChat says to the calls of this file. */
let says: unknown;

beforeEach(async () => {
  world = newApiWorld();
  says = { errcode: 0, errmsg: "ok" };
  world.instead = ({ path }) =>
    path.startsWith("/wxa/sec/order/") && path.endsWith(`access_token=${world.token}`)
      ? apiReply(says)
      : undefined;
  server = await serveApi(world);
  const settings = { appId: "wx0000000000000001", appSecret: "secret", apiBaseUrl: server.url };
  client = createMiniProgramClient(settings, { clock: testClock(), timeoutMs: 1500 });
});
afterEach(() => server.stop());

const failure = (call: Promise<unknown>) =>
  call.then(
    () => "no failure",
    (error: unknown) => error,
  );
const sent = (path: string): unknown[] =>
  server.requests
    .filter((seen) => seen.path.startsWith(path))
    .map(({ body }) => JSON.parse(body) as unknown);

const parcel = (change: Partial<ShippedParcel> = {}): ShippedParcel => ({
  itemDesc: "红富士苹果 5 斤 × 1",
  trackingNo: "SF1234567890",
  expressCompany: "SF",
  contact: { receiver: "138****0000" },
  ...change,
});
const express = (change: Partial<ShippingInfo> = {}): ShippingInfo => ({
  orderKey: { mchId: "1900000001", outTradeNo: "ORDER_20260301" },
  logisticsType: 1,
  deliveryMode: 1,
  shippingList: [parcel()],
  uploadTime: new Date("2026-03-01T02:00:00.120Z"),
  openid: "openid-1",
  ...change,
});
const plain = { trackingNo: undefined, expressCompany: undefined, contact: undefined };

describe("shipping information", () => {
  it("of an express is uploaded with parcel, company and masked phone", async () => {
    await expect(client.uploadShippingInfo(express())).resolves.toBe("uploaded");
    expect(sent(UPLOAD)).toEqual([
      {
        order_key: {
          order_number_type: 1,
          mchid: "1900000001",
          out_trade_no: "ORDER_20260301",
        },
        logistics_type: 1,
        delivery_mode: 1,
        shipping_list: [
          {
            tracking_no: "SF1234567890",
            express_company: "SF",
            item_desc: "红富士苹果 5 斤 × 1",
            contact: { receiver_contact: "138****0000" },
          },
        ],
        upload_time: "2026-03-01T10:00:00.120+08:00",
        payer: { openid: "openid-1" },
      },
    ]);
  });

  it("of a pickup names WeChat's number of the payment, and no parcel", async () => {
    await client.uploadShippingInfo(
      express({
        orderKey: { transactionId: "4200000001" },
        logisticsType: 4,
        shippingList: [parcel(plain)],
      }),
    );
    expect(sent(UPLOAD)).toEqual([
      expect.objectContaining({
        order_key: { order_number_type: 2, transaction_id: "4200000001" },
        logistics_type: 4,
        shipping_list: [{ item_desc: "红富士苹果 5 斤 × 1" }],
      }),
    ]);
  });

  it("may come in parcels", async () => {
    const shippingList = Array.from({ length: 15 }, (_, index) =>
      parcel({ trackingNo: `SF${index}` }),
    );
    await client.uploadShippingInfo(
      express({ deliveryMode: 2, isAllDelivered: false, shippingList }),
    );
    expect(sent(UPLOAD)).toEqual([
      expect.objectContaining({ delivery_mode: 2, is_all_delivered: false }),
    ]);
  });

  it("that WeChat had already is a success", async () => {
    says = { errcode: 10060023, errmsg: "发货信息未更新" };
    await expect(client.uploadShippingInfo(express())).resolves.toBe("unchanged");
  });

  it.each([
    [10060001, true],
    [10060012, true],
    [10060019, true],
    [10060002, false],
    [10060003, false],
    [10060031, false],
  ])("refused with %i is retryable: %s", async (errcode, retryable) => {
    says = { errcode, errmsg: "no, rid: 5f5f-77aa" };
    const error = await failure(client.uploadShippingInfo(express()));
    expect(error).toBeInstanceOf(WechatApiError);
    expect(error).toMatchObject({ code: String(errcode), retryable, requestId: "5f5f-77aa" });
  });

  it("is not taken for uploaded when WeChat's answer does not say so", async () => {
    says = {};
    expect(await failure(client.uploadShippingInfo(express()))).toBeInstanceOf(
      WechatMalformedError,
    );
  });

  it("replaces a refused access token once", async () => {
    await client.accessToken();
    world.token = "token-2";
    await expect(client.uploadShippingInfo(express())).resolves.toBe("uploaded");
    expect(sent(UPLOAD)).toHaveLength(2);
  });
});

describe("shipping information is refused before it is sent", () => {
  const parcels = (count: number) => Array.from({ length: count }, () => parcel());
  it.each<[string, Partial<ShippingInfo>]>([
    ["with an unknown way", { logisticsType: 5 as 1 }],
    ["with an unknown mode", { deliveryMode: 3 as 1 }],
    ["with a malformed merchant number", { orderKey: { mchId: "m", outTradeNo: "ORDER_1" } }],
    ["with a malformed order number", { orderKey: { mchId: "1", outTradeNo: "x" } }],
    ["with a malformed transaction id", { orderKey: { transactionId: "" } }],
    ["with no parcel", { shippingList: [] }],
    ["with two parcels at once", { shippingList: parcels(2) }],
    ["with 16 parcels", { deliveryMode: 2, isAllDelivered: true, shippingList: parcels(16) }],
    ["in parcels, of which nobody says whether they are all", { deliveryMode: 2 }],
    [
      "in parcels that the shopper picks up",
      { logisticsType: 4, deliveryMode: 2, isAllDelivered: true, shippingList: [parcel(plain)] },
    ],
    ["without a description", { shippingList: [parcel({ itemDesc: "" })] }],
    ["with 121 characters of it", { shippingList: [parcel({ itemDesc: "果".repeat(121) })] }],
    ["as an express without a number", { shippingList: [parcel({ trackingNo: undefined })] }],
    [
      "with a number of 129 characters",
      { shippingList: [parcel({ trackingNo: "1".repeat(129) })] },
    ],
    ["as an express of nobody", { shippingList: [parcel({ expressCompany: undefined })] }],
    ["as an express of a name", { shippingList: [parcel({ expressCompany: "顺丰" })] }],
    ["as a pickup with a parcel", { logisticsType: 4 }],
    ["by SF without a phone", { shippingList: [parcel({ contact: undefined })] }],
    ["by SF with an empty contact", { shippingList: [parcel({ contact: {} })] }],
    [
      "with a whole phone number",
      { shippingList: [parcel({ contact: { receiver: "13800000000" } })] },
    ],
    [
      "with a mask over the end",
      { shippingList: [parcel({ contact: { consignor: "1380000****" } })] },
    ],
    ["with a phone of letters", { shippingList: [parcel({ contact: { receiver: "ab**1234" } })] }],
    ["without a time", { uploadTime: new Date(Number.NaN) }],
    ["without the shopper", { openid: "" }],
  ])("%s", async (_what, change) => {
    await expect(client.uploadShippingInfo(express(change))).rejects.toThrow(RangeError);
    expect(server.requests).toHaveLength(0);
  });

  it.each(["189****1234", "+86-177****1234", "021-****1234", "****1234", "0**2-******23-10"])(
    "but not with %s as a contact",
    async (receiver) => {
      const info = express({ shippingList: [parcel({ contact: { receiver } })] });
      await expect(client.uploadShippingInfo(info)).resolves.toBe("uploaded");
    },
  );

  it("and other companies need no phone", async () => {
    const shippingList = [parcel({ expressCompany: "ZTO", contact: undefined })];
    await expect(client.uploadShippingInfo(express({ shippingList }))).resolves.toBe("uploaded");
  });
});

describe("a masked phone number", () => {
  it.each([
    ["13800001234", "138****1234"],
    ["+86 138-0000-1234", "861******1234"],
    ["62621234", "626*1234"],
    ["2621234", "***1234"],
    ["21234", "*1234"],
  ])("of %s is %s", async (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
    const info = express({ shippingList: [parcel({ contact: { receiver: masked } })] });
    await expect(client.uploadShippingInfo(info)).resolves.toBe("uploaded");
  });

  it("of four digits would mask nothing", () => {
    expect(() => maskPhone("1234")).toThrow(RangeError);
  });
});

describe("an order's shipping", () => {
  const shipped = () => ({
    errcode: 0,
    errmsg: "ok",
    order: {
      transaction_id: "4200000001",
      merchant_id: "1900000001",
      sub_merchant_id: "",
      merchant_trade_no: "ORDER_20260301",
      description: "苹果",
      paid_amount: 2990,
      openid: "openid-1",
      order_state: 2,
      in_complaint: false,
      shipping: {
        delivery_mode: 1,
        logistics_type: 1,
        finish_shipping: true,
        finish_shipping_count: 1,
        goods_desc: "苹果",
        shipping_list: [
          {
            tracking_no: "SF1234567890",
            express_company: "SF",
            goods_desc: "苹果",
            upload_time: 1,
          },
        ],
      },
    },
  });

  it("is found by either number", async () => {
    says = shipped();
    const order = {
      transactionId: "4200000001",
      mchId: "1900000001",
      outTradeNo: "ORDER_20260301",
      state: "shipped",
      inComplaint: false,
      finishShipping: true,
      parcels: [{ trackingNo: "SF1234567890", expressCompany: "SF" }],
    };
    const own = { mchId: "1900000001", outTradeNo: "ORDER_20260301" };
    await expect(client.getOrder(own)).resolves.toEqual(order);
    await expect(client.getOrder({ transactionId: "4200000001" })).resolves.toEqual(order);
    expect(sent(GET_ORDER)).toEqual([
      { merchant_id: "1900000001", merchant_trade_no: "ORDER_20260301" },
      { transaction_id: "4200000001" },
    ]);
  });

  it.each([
    [1, "to_ship"],
    [3, "received"],
    [4, "finished"],
    [5, "refunded"],
    [6, "to_settle"],
    [0, "unknown"],
    [7, "unknown"],
  ])("in state %i is %s", async (state, name) => {
    const { order } = shipped();
    says = { errcode: 0, order: { ...order, order_state: state, shipping: undefined } };
    const answer = await client.getOrder({ transactionId: "4200000001" });
    expect(answer).toMatchObject({ state: name, finishShipping: false, parcels: [] });
  });

  it("never takes another order's answer for this one's", async () => {
    says = shipped();
    for (const key of [
      { transactionId: "4200000002" },
      { mchId: "1900000001", outTradeNo: "ORDER_OTHER" },
    ]) {
      expect(await failure(client.getOrder(key))).toBeInstanceOf(WechatMalformedError);
    }
  });

  it("of a payment that WeChat does not know yet is 10060001", async () => {
    says = { errcode: 10060001, errmsg: "支付单不存在" };
    const error = await failure(client.getOrder({ transactionId: "4200000001" }));
    expect(error).toMatchObject({ code: "10060001", retryable: true });
  });
});
