import { Admin } from "../support/admin";
import { call } from "../support/http";
import { inStock } from "../support/products";
import { decide, demand, file, filed, refundRequest } from "../support/refund-requests";
import { Shopper } from "../support/shopper";
import { stack } from "../support/stack";

const mall = stack();
let admin: Admin;
let shopper: Shopper;
let stranger: Shopper;
let paid: { id: string; total: number };
let itemId: string;

async function paidOrder() {
  const order = await shopper.placeOrder(await inStock(shopper));
  await shopper.pay(order.id);
  await shopper.waitForStatus(order.id, "awaiting_shipment");
  return order;
}

beforeAll(async () => {
  admin = await Admin.login(mall);
  shopper = await Shopper.login(mall);
  stranger = await Shopper.login(mall);
  paid = await paidOrder();
  const { order } = await admin.get<{ order: { items: { id: string }[] } }>(
    `/admin/orders/${paid.id}`,
  );
  itemId = order.items[0]?.id ?? "";
});

const item = (changes: object) => ({ items: [{ item_id: itemId, quantity: 1, ...changes }] });

describe("a refund request", () => {
  it.each<[string, () => Record<string, unknown>, string | undefined, string]>([
    ["no amount", () => ({ amount: undefined }), undefined, "amount"],
    ["an amount in words", () => ({ amount: "1" }), undefined, "amount"],
    ["nothing", () => ({ amount: 0 }), "amount_invalid", "amount"],
    ["less than nothing", () => ({ amount: -1 }), "amount_invalid", "amount"],
    ["a fraction of a fen", () => ({ amount: 1.005 }), "amount_invalid", "amount"],
    ["a number without end", () => ({ amount: 1e300 }), "amount_invalid", "amount"],
    ["more than was paid", () => ({ amount: 99_999 }), "amount_exceeds_refundable", "amount"],
    ["an item of another order", () => item({ item_id: "x" }), "item_unknown", "items.0.item_id"],
    ["no piece", () => item({ quantity: 0 }), "quantity_invalid", "items.0.quantity"],
    ["half a piece", () => item({ quantity: 0.5 }), "quantity_invalid", "items.0.quantity"],
    ["too many", () => item({ quantity: 9 }), "quantity_exceeds_ordered", "items.0.quantity"],
    ["goods back too early", () => ({ type: "return_and_refund" }), "not_shipped", "shipped"],
    ["an unknown type", () => ({ type: "exchange" }), undefined, "type"],
    ["an unknown reason", () => ({ reason: "bored" }), undefined, "reason"],
    ["an endless note", () => ({ note: "x".repeat(201) }), undefined, "note"],
    [
      "too many pictures",
      () => ({ images: Array.from({ length: 7 }, () => "https://a.example/1.jpg") }),
      undefined,
      "images",
    ],
    ["a script for a picture", () => ({ images: ["javascript:alert(1)"] }), undefined, "images"],
    ["an unknown field", () => ({ state: "refunded" }), undefined, "state"],
  ])("for %s is answered 400 with the field named", async (_, changes, code, field) => {
    const { status, body } = await file(shopper, paid.id, changes());
    expect({ status, body }).toMatchObject({
      status: 400,
      body: {
        code: code === undefined ? expect.any(String) : `after_sale.${code}`,
        message: expect.stringContaining(field) as string,
      },
    });
  });

  it("for an order that is not paid is refused", async () => {
    const { id } = await shopper.placeOrder(await inStock(shopper));
    const { status, body } = await file(shopper, id);
    expect([status, body.code]).toEqual([400, "after_sale.not_paid"]);
  });

  it("for a part of a paid order waits for the merchant, alone, until it is withdrawn", async () => {
    const order = await paidOrder();
    const request = await filed(shopper, order.id, {
      note: "坏了",
      images: ["https://a.example/1"],
    });
    expect(request).toMatchObject({ state: "requested", amount: 1, approved_amount: null });
    expect(request.events).toMatchObject([{ from: null, to: "requested", actor_type: "customer" }]);
    expect((await file(shopper, order.id)).body.code).toBe("after_sale.already_open");

    const path = `/store/refund-requests/${request.id}`;
    const shipment = { carrier: "顺丰", tracking_number: "SF1" };
    const early = await shopper.call(`${path}/return-shipment`, { method: "POST", body: shipment });
    expect(early).toMatchObject({ status: 400, body: { code: "after_sale.wrong_state" } });
    const withdrawn = await shopper.call(`${path}/withdraw`, { method: "POST", body: {} });
    expect(withdrawn).toMatchObject({
      status: 200,
      body: { refund_request: { state: "withdrawn" } },
    });
    const again = await shopper.call(`${path}/withdraw`, { method: "POST", body: {} });
    expect(again).toMatchObject({ status: 400, body: { code: "after_sale.wrong_state" } });

    await filed(shopper, order.id);
    const ofOrder = await shopper.call(`/store/orders/${order.id}/refund-requests`);
    expect(ofOrder.body).toMatchObject({
      refund_requests: [{ state: "requested" }, { state: "withdrawn" }],
    });
    const mine = await shopper.call("/store/refund-requests?limit=1&offset=1");
    expect(mine).toMatchObject({ status: 200, body: { limit: 1, offset: 1 } });
    expect((mine.body as { refund_requests: unknown[] }).refund_requests).toHaveLength(1);
  });

  it("and everything about it is hidden from others", async () => {
    const order = await paidOrder();
    const { id } = await filed(shopper, order.id);
    const body = { carrier: "顺丰", tracking_number: "SF1" };
    const ofOrder = `/store/orders/${order.id}/refund-requests`;
    const own = `/store/refund-requests/${id}`;
    const answers = await Promise.all([
      stranger.call(ofOrder, { method: "POST", body: demand() }),
      stranger.call(ofOrder),
      stranger.call(own),
      stranger.call(`${own}/withdraw`, { method: "POST", body: {} }),
      stranger.call(`${own}/return-shipment`, { method: "POST", body }),
    ]);
    expect(
      answers.map((answer) => [answer.status, (answer.body as { code: string }).code]),
    ).toEqual([
      [404, "after_sale.order_not_found"],
      [404, "after_sale.order_not_found"],
      [404, "after_sale.request_not_found"],
      [404, "after_sale.request_not_found"],
      [404, "after_sale.request_not_found"],
    ]);
    expect((await stranger.call("/store/refund-requests")).body).toMatchObject({ count: 0 });
    const nobody = { headers: { "x-publishable-api-key": mall.publishable_key } };
    for (const path of [ofOrder, own, "/store/refund-requests"]) {
      expect((await call(mall.api_url + path, nobody)).status).toBe(401);
    }
    expect((await shopper.call("/admin/refund-requests")).status).toBe(401);
    expect(
      (await shopper.call(`/admin/refund-requests/${id}/approve`, { method: "POST", body: {} }))
        .status,
    ).toBe(401);
    expect(await refundRequest(admin, id)).toMatchObject({ state: "requested" });
  });
});

describe("a merchant", () => {
  const asMerchant = (path: string, body?: unknown) =>
    call<{ code: string; message: string }>(`${mall.api_url}/admin/refund-requests${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${admin.token}` },
      ...(body !== undefined && { body }),
    });

  it("finds requests by state and order, and refuses one with a reason only", async () => {
    const order = await paidOrder();
    const { id } = await filed(shopper, order.id, { amount: 2 });
    const found = await asMerchant(`?state=requested&order_id=${order.id}`);
    expect(found.body).toMatchObject({
      count: 1,
      refund_requests: [{ id, amount: 2, order: { id: order.id, display_id: order.display_id } }],
    });
    for (const query of ["?state=lost", "?limit=0", "?limit=101", "?offset=-1", "?color=red"]) {
      expect([query, (await asMerchant(query)).status]).toEqual([query, 400]);
    }
    for (const body of [{}, { reason: "  " }, { reason: "x".repeat(201) }]) {
      const { status, body: answer } = await asMerchant(`/${id}/refuse`, body);
      expect([status, answer.message]).toEqual([400, expect.stringContaining("reason")]);
    }
    const tooMuch = await asMerchant(`/${id}/approve`, { amount: 2.01 });
    expect(tooMuch.body.code).toBe("after_sale.amount_exceeds_requested");
    const nothing = await asMerchant(`/${id}/approve`, { amount: 0 });
    expect(nothing.body.code).toBe("after_sale.amount_invalid");
    expect((await asMerchant(`/${id}/receive`, {})).body.code).toBe("after_sale.wrong_state");

    const refused = await decide(admin, id, "refuse", { reason: "已经吃完" });
    expect(refused).toMatchObject({ state: "refused", refuse_reason: "已经吃完" });
    expect((await asMerchant(`/${id}/approve`, {})).body.code).toBe("after_sale.wrong_state");
    expect((await asMerchant(`/${id}/refuse`, { reason: "x" })).body.code).toBe(
      "after_sale.wrong_state",
    );
  });

  it("is told when there is no such request", async () => {
    for (const [path, body] of [
      ["/rreq_x"],
      ["/rreq_x/approve", {}],
      ["/rreq_x/refuse", { reason: "x" }],
      ["/rreq_x/receive", {}],
    ] as const) {
      const answer = await asMerchant(path, body);
      expect([answer.status, answer.body.code]).toEqual([404, "after_sale.request_not_found"]);
    }
  });
});
