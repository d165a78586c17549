import { ask, type Json } from "./support/control";
import { HandClock, MINUTE, openShop, SECOND, type OpenOrder, type Shop } from "./support/shop";

let shop: Shop;
let clock: HandClock;
beforeAll(async () => {
  clock = new HandClock();
  shop = await openShop({ clock, timeScale: 1, refundProcessingMs: 0 });
});
afterAll(() => shop.close());
beforeEach(() => ask(shop.simulator, "PUT", "/faults", {}));

async function post(path: string, body: unknown): Promise<Json> {
  const { appId: appid, appSecret: secret } = shop.simulator.credentials;
  const send = async (target: string, json: unknown): Promise<Json> => {
    const response = await fetch(shop.simulator.url + target, {
      method: "POST",
      body: JSON.stringify(json),
    });
    expect(response.status).toBe(200);
    return response.json();
  };
  const grant = { grant_type: "client_credential", appid, secret };
  const { access_token } = await send("/cgi-bin/stable_token", grant);
  return send(`/wxa/sec/order/${path}?access_token=${access_token}`, body);
}

const parcel = (more: object = {}) => ({
  tracking_no: "SF1234567890",
  express_company: "SF",
  item_desc: "赣南脐橙 5斤装*1",
  contact: { receiver_contact: "138****8000" },
  ...more,
});

const uploadOf = ({ outTradeNo, openid }: OpenOrder, more: object = {}) => ({
  order_key: {
    order_number_type: 1,
    mchid: shop.merchant.credentials.mchId,
    out_trade_no: outTradeNo,
  },
  logistics_type: 1,
  delivery_mode: 1,
  shipping_list: [parcel()],
  upload_time: "2026-03-05T14:00:00.120+08:00",
  payer: { openid },
  ...more,
});

const upload = async (order: OpenOrder, more: object = {}): Promise<number> =>
  (await post("upload_shipping_info", uploadOf(order, more))).errcode;

const shippingOf = async ({ outTradeNo }: OpenOrder): Promise<Json> => {
  const answer = await post("get_order", {
    merchant_id: shop.merchant.credentials.mchId,
    merchant_trade_no: outTradeNo,
  });
  expect(answer).toMatchObject({ errcode: 0, errmsg: "ok" });
  return answer.order;
};

/** Paid more than a minute ago. */
async function settledOrder(): Promise<OpenOrder> {
  const order = await shop.paidOrder();
  clock.advance(MINUTE);
  return order;
}

describe("Shipping information", () => {
  it("is taken down, told by the query, and kept in the books", async () => {
    const order = await settledOrder();
    const paid = (await shop.merchant.query(order.outTradeNo)).json;
    expect((await shippingOf(order)).order_state).toBe(1);
    expect(await upload(order)).toBe(0);
    expect(await shippingOf(order)).toEqual({
      transaction_id: paid.transaction_id,
      merchant_id: shop.merchant.credentials.mchId,
      sub_merchant_id: "",
      merchant_trade_no: order.outTradeNo,
      description: "赣南脐橙 5斤装",
      paid_amount: 3990,
      openid: order.openid,
      trade_create_time: expect.any(Number),
      pay_time: Date.parse(paid.success_time) / SECOND,
      order_state: 2,
      in_complaint: false,
      shipping: {
        delivery_mode: 1,
        logistics_type: 1,
        finish_shipping: true,
        finish_shipping_count: 1,
        goods_desc: "",
        shipping_list: [
          {
            tracking_no: "SF1234567890",
            express_company: "SF",
            goods_desc: "赣南脐橙 5斤装*1",
            upload_time: Date.parse("2026-03-05T14:00:00+08:00") / SECOND,
            contact: { consignor_contact: "", receiver_contact: "138****8000" },
          },
        ],
      },
    });
    const { shipping } = await ask(shop.simulator, "GET", "/books");
    expect(shipping.at(-1)).toMatchObject({
      out_trade_no: order.outTradeNo,
      finished: true,
      parcels: [{ tracking_no: "SF1234567890", express_company: "SF" }],
    });
  });

  it("can name the order by its transaction_id", async () => {
    const order = await settledOrder();
    const { transaction_id } = (await shop.merchant.query(order.outTradeNo)).json;
    const order_key = { order_number_type: 2, transaction_id };
    expect(await upload(order, { order_key })).toBe(0);
    expect((await post("get_order", { transaction_id })).order.order_state).toBe(2);
  });

  it("is 10060001 for the first minute after the payment", async () => {
    const order = await shop.paidOrder();
    expect(await upload(order)).toBe(10060001);
    clock.advance(MINUTE - SECOND);
    expect(await upload(order)).toBe(10060001);
    clock.advance(SECOND);
    expect(await upload(order)).toBe(0);
  });

  it("is 10060001 for an order that is unknown, unpaid or another merchant's, and by a fault", async () => {
    const open = await shop.openOrder();
    const order = await settledOrder();
    const other = { order_number_type: 1, mchid: "1900000000", out_trade_no: order.outTradeNo };
    await ask(shop.simulator, "PUT", "/faults", { shipping_not_found: { count: 0 } });
    expect([
      await upload(open),
      await upload({ ...order, outTradeNo: "never-ordered" }),
      await upload(order, { order_key: other }),
      (await post("get_order", { transaction_id: "4200000000" })).errcode,
    ]).toEqual(Array(4).fill(10060001));
    await ask(shop.simulator, "PUT", "/faults", { shipping_not_found: { count: 1 } });
    expect([await upload(order), await upload(order)]).toEqual([10060001, 0]);
  });

  it("uploaded again unchanged is 10060023, changed works once, then is 10060003", async () => {
    const order = await settledOrder();
    const changed = { shipping_list: [parcel({ tracking_no: "SF1" })] };
    const later = { upload_time: "2026-03-05T15:00:00+08:00" };
    const more = { shipping_list: [parcel({ tracking_no: "SF2" })] };
    expect([
      await upload(order),
      await upload(order, later),
      await upload(order, changed),
      await upload(order, changed),
      await upload(order, more),
    ]).toEqual([0, 10060023, 0, 10060023, 10060003]);
    const { shipping } = await shippingOf(order);
    expect(shipping.finish_shipping_count).toBe(2);
    expect(shipping.shipping_list.map((one: Json) => one.tracking_no)).toEqual(["SF1"]);
  });

  it("in parts adds up until everything is delivered", async () => {
    const order = await settledOrder();
    const part = (number: string, is_all_delivered: boolean) =>
      upload(order, {
        delivery_mode: 2,
        is_all_delivered,
        shipping_list: [parcel({ tracking_no: number })],
      });
    expect([await part("SF1", false), await part("SF1", false)]).toEqual([0, 10060023]);
    expect((await shippingOf(order)).order_state).toBe(1);
    expect(await part("SF2", true)).toBe(0);
    const { order_state, shipping } = await shippingOf(order);
    expect(order_state).toBe(2);
    expect(shipping.shipping_list.map((one: Json) => one.tracking_no)).toEqual(["SF1", "SF2"]);
  });

  it("of pickup, same-city and virtual goods needs no waybill", async () => {
    for (const logistics_type of [2, 3, 4]) {
      const shipping_list = [{ item_desc: "到店自提" }];
      expect(await upload(await settledOrder(), { logistics_type, shipping_list })).toBe(0);
    }
  });

  it("is refused for another person and for an order that was wholly refunded", async () => {
    const order = await settledOrder();
    expect(await upload(order, { payer: { openid: "oSomebody" } })).toBe(10060031);
    await shop.merchant.refund(order.request, {
      amount: { refund: 1, total: 3990, currency: "CNY" },
    });
    expect(await upload(order)).toBe(0);
    await shop.merchant.refund(order.request, {
      amount: { refund: 3989, total: 3990, currency: "CNY" },
    });
    expect(await upload(order, { shipping_list: [parcel({ tracking_no: "SF2" })] })).toBe(10060004);
    expect((await shippingOf(order)).order_state).toBe(5);
  });

  it.each([
    [{ order_key: {} }, 268485194],
    [{ order_key: { order_number_type: 1, out_trade_no: "1" } }, 268485196],
    [{ order_key: { order_number_type: 1, mchid: "1" } }, 268485197],
    [{ order_key: { order_number_type: 2 } }, 268485195],
    [{ logistics_type: 5 }, 10060005],
    [{ delivery_mode: 3 }, 268485224],
    [{ shipping_list: [parcel(), parcel()] }, 268485228],
    [{ shipping_list: [] }, 10060014],
    [{ shipping_list: undefined }, 10060014],
    [{ delivery_mode: 2 }, 10060007],
    [{ delivery_mode: 2, is_all_delivered: true, logistics_type: 4 }, 10060006],
    [
      { delivery_mode: 2, is_all_delivered: true, shipping_list: Array(16).fill(parcel()) },
      10060024,
    ],
    [{ shipping_list: [parcel({ tracking_no: undefined })] }, 268485226],
    [{ shipping_list: [parcel({ express_company: "" })] }, 268485227],
    [{ shipping_list: [parcel({ tracking_no: "1".repeat(129) })] }, 10060026],
    [{ shipping_list: [parcel({ express_company: "S".repeat(129) })] }, 10060025],
    [{ shipping_list: [parcel({ item_desc: "" })] }, 10060008],
    [{ shipping_list: [parcel({ item_desc: "橙".repeat(121) })] }, 10060009],
    [{ shipping_list: [parcel({ contact: undefined })] }, 10060014],
    [{ shipping_list: [parcel({ contact: { receiver_contact: "13800138000" } })] }, 10060014],
    [{ shipping_list: [parcel({ contact: { receiver_contact: "1380013****" } })] }, 10060014],
    [{ upload_time: 1671082169 }, 10060014],
    [{ upload_time: "2026-03-05 14:00:00" }, 268485216],
    [{ payer: {} }, 10060014],
  ])("in the wrong way no. %# is refused with the code for it", async (more, errcode) => {
    expect(await upload({ outTradeNo: "order-1", openid: "o1" } as OpenOrder, more)).toBe(errcode);
  });

  it("takes descriptions of 120 characters, whatever their bytes", async () => {
    const shipping_list = [parcel({ item_desc: "🍊".repeat(120) })];
    expect(await upload(await settledOrder(), { shipping_list })).toBe(0);
  });

  it("needs an access token, POST, and a named order", async () => {
    const url = `${shop.simulator.url}/wxa/sec/order/upload_shipping_info`;
    const without = await fetch(url, { method: "POST", body: "{}" });
    expect(await without.json()).toMatchObject({ errcode: 41001 });
    expect(await (await fetch(url)).json()).toMatchObject({ errcode: 43002 });
    expect(await post("get_order", {})).toMatchObject({ errcode: 40097 });
  });
});
