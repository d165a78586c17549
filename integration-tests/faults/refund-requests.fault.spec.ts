import { Admin } from "../support/admin";
import { call, eventually } from "../support/http";
import { startOwnMall, type OwnMall } from "../support/own-mall";
import { inStock } from "../support/products";
import { decide, file, filed, refundRequest, ship, waitForState } from "../support/refund-requests";
import { Shopper } from "../support/shopper";

/** Medusa's own provider: refunds do not depend on how a payment was made. */
const MANUAL = "pp_system_default";

let own: OwnMall;
let admin: Admin;
let shopper: Shopper;

beforeAll(async () => {
  own = await startOwnMall("refund-requests");
  admin = await Admin.login(own.mall);
  await admin.post(`/admin/regions/${own.mall.region_id}`, {
    payment_providers: [MANUAL, own.mall.payment_provider_id],
  });
  shopper = await Shopper.login({ ...own.mall, payment_provider_id: MANUAL });
});
afterAll(() => own.stop());

/** An order whose money is there. */
async function paidOrder() {
  const order = await shopper.placeOrder(await inStock(shopper));
  const [payment] = await paymentsOf(order.id);
  await admin.post(`/admin/payments/${payment?.id ?? ""}/capture`, {});
  return order;
}

interface Payment {
  id: string;
  refunds: { amount: number }[];
}

const paymentsOf = async (orderId: string) => {
  const { order } = await admin.get<{ order: { payment_collections: { payments: Payment[] }[] } }>(
    `/admin/orders/${orderId}?fields=*payment_collections.payments,*payment_collections.payments.refunds`,
  );
  return order.payment_collections.flatMap(({ payments }) => payments);
};

const refundsOf = async (orderId: string) =>
  (await paymentsOf(orderId)).flatMap(({ refunds }) => refunds.map(({ amount }) => amount));

const reserved = async () => {
  const [row] = await own.rows<{ sum: string }>(
    "SELECT coalesce(sum(quantity), 0) AS sum FROM reservation_item WHERE deleted_at IS NULL",
  );
  return Number(row?.sum);
};

const returnOf = async (orderId: string) => {
  const [row] = await own.rows<{ id: string; status: string; canceled_at: Date | null }>(
    'SELECT id, status, canceled_at FROM "return" WHERE order_id = $1 AND deleted_at IS NULL',
    [orderId],
  );
  return row;
};

/** Puts a request back to where a crash would have left it, after the refund and before its mark. */
const forgetThatItIsDone = (id: string) =>
  own.rows(
    `UPDATE refund_request SET state = 'refunding', refund_id = NULL, leased_until = NULL,
       next_attempt_at = now() WHERE id = $1`,
    [id],
  );

describe("a shopper who wants everything back before anybody packed it", () => {
  it("gets it at once: the order is canceled, the money is back, the stock is free", async () => {
    const before = await reserved();
    const order = await paidOrder();
    const request = await filed(shopper, order.id, { amount: order.total });
    expect(request).toMatchObject({ state: "refunded", approved_amount: order.total });
    expect(request.events.map(({ to, actor_type }) => [to, actor_type])).toEqual([
      ["requested", "customer"],
      ["approved", "system"],
      ["refunding", "system"],
      ["refunded", "system"],
    ]);
    expect((await shopper.order(order.id)).shopper_status).toBe("refunded");
    expect(await refundsOf(order.id)).toEqual([order.total]);
    expect(await reserved()).toBe(before);
    expect((await file(shopper, order.id)).body.code).toBe("after_sale.order_canceled");
  });

  it("gets it once, however often they tap", async () => {
    const order = await paidOrder();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => file(shopper, order.id, { amount: order.total })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await refundsOf(order.id)).toEqual([order.total]);
  });
});

describe("a merchant who approves", () => {
  it("a part, with ten clicks at the same time, refunds that part once", async () => {
    const order = await paidOrder();
    const { id } = await filed(shopper, order.id, { amount: 3 });
    const clicks = await Promise.allSettled(
      Array.from({ length: 10 }, () => decide(admin, id, "approve", { amount: 2.5 })),
    );
    expect(clicks.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await refundRequest(admin, id)).toMatchObject({
      state: "refunded",
      amount: 3,
      approved_amount: 2.5,
      refund_id: expect.any(String) as string,
    });
    expect(await refundsOf(order.id)).toEqual([2.5]);

    const rest = order.total - 2.5;
    expect((await file(shopper, order.id, { amount: rest + 1 })).body.code).toBe(
      "after_sale.amount_exceeds_refundable",
    );
  });

  it("refunds once although the process died right after the refund", async () => {
    const order = await paidOrder();
    const { id } = await filed(shopper, order.id, { amount: 2 });
    await decide(admin, id, "approve");
    expect(await refundsOf(order.id)).toEqual([2]);
    await own.killServer();
    await forgetThatItIsDone(id);
    await own.startServer();
    await waitForState(admin, id, "refunded");
    expect(await refundsOf(order.id)).toEqual([2]);
  }, 120_000);

  it("and is killed before the refund has been refunded when the server is back", async () => {
    const order = await paidOrder();
    const { id } = await filed(shopper, order.id, { amount: 2 });
    await own.killServer();
    await own.rows(
      "UPDATE refund_request SET approved_amount = 2, raw_approved_amount = $2 WHERE id = $1",
      [id, { value: "2", precision: 20 }],
    );
    await forgetThatItIsDone(id);
    await own.startServer();
    await waitForState(admin, id, "refunded");
    expect(await refundsOf(order.id)).toEqual([2]);
  }, 120_000);

  it("what somebody has refunded elsewhere meanwhile does not refund more than was paid", async () => {
    const order = await paidOrder();
    const { id } = await filed(shopper, order.id, { amount: order.total - 1 });
    const [payment] = await paymentsOf(order.id);
    await admin.post(`/admin/payments/${payment?.id ?? ""}/refund`, { amount: 2 });
    const answer = await call<{ code: string }>(
      `${own.mall.api_url}/admin/refund-requests/${id}/approve`,
      { method: "POST", headers: { authorization: `Bearer ${admin.token}` }, body: {} },
    );
    expect(answer.body.code).toBe("after_sale.amount_exceeds_refundable");
    await decide(admin, id, "approve", { amount: order.total - 2 });
    expect((await refundsOf(order.id)).reduce((sum, one) => sum + one, 0)).toBe(order.total);
  });
});

describe("goods that come back", () => {
  it("are refunded when the merchant has them, and Medusa's return is received", async () => {
    const order = await paidOrder();
    const items = await ship(admin, order.id);
    const { id } = await filed(shopper, order.id, {
      type: "return_and_refund",
      amount: 4,
      items: items.map((item) => ({ item_id: item.id, quantity: item.quantity })),
    });
    const approved = await decide(admin, id, "approve");
    expect(approved).toMatchObject({ state: "awaiting_return", last_error: null });
    expect(await returnOf(order.id)).toMatchObject({ id: approved.return_id, status: "requested" });
    expect(await refundsOf(order.id)).toEqual([]);
    const sent = await shopper.call(`/store/refund-requests/${id}/return-shipment`, {
      method: "POST",
      body: { carrier: "顺丰", tracking_number: "SF1" },
    });
    expect(sent).toMatchObject({
      status: 200,
      body: { refund_request: { return_shipment: { tracking_number: "SF1" } } },
    });
    const done = await decide(admin, id, "receive");
    expect(done).toMatchObject({ state: "refunded", last_error: null });
    expect(await returnOf(order.id)).toMatchObject({ status: "received" });
    expect(await refundsOf(order.id)).toEqual([4]);
  });

  it("stay with the shopper who withdraws, and may be sent back another time", async () => {
    const order = await paidOrder();
    const [item] = await ship(admin, order.id);
    const goods = {
      type: "return_and_refund",
      items: [{ item_id: item?.id, quantity: item?.quantity }],
    };
    const { id } = await filed(shopper, order.id, goods);
    await decide(admin, id, "approve");
    const path = `/store/refund-requests/${id}/withdraw`;
    expect((await shopper.call(path, { method: "POST", body: {} })).status).toBe(200);
    expect((await returnOf(order.id))?.canceled_at).not.toBeNull();
    expect(await refundsOf(order.id)).toEqual([]);
    await filed(shopper, order.id, goods);
  });
});

describe("the log of refund requests", () => {
  it("is never changed and never shortened", async () => {
    await expect(own.rows("UPDATE refund_request_event SET reason = 'x'")).rejects.toThrow(
      "append-only",
    );
    await expect(own.rows("DELETE FROM refund_request_event")).rejects.toThrow("append-only");
  });
});

describe("a request of an order that was paid with WeChat", () => {
  it("for everything is in WeChat's books as one full refund, also when WeChat was away", async () => {
    const buyer = await Shopper.login(own.mall);
    const order = await buyer.placeOrder(await inStock(buyer));
    await buyer.pay(order.id);
    await buyer.waitForStatus(order.id, "awaiting_shipment", 30);
    await own.simulator.faults({
      server_error: { count: 3, route: "POST /v3/refund/domestic/refunds*" },
    });
    await filed(buyer, order.id, { amount: order.total });
    const [payment] = await own.rows<{ out_trade_no: string; fen: string }>(
      `SELECT out_trade_no, (amount * 100)::bigint AS fen FROM wechat_payment WHERE order_id = $1`,
      [order.id],
    );
    const outTradeNo = payment?.out_trade_no ?? "";
    await eventually(
      "WeChat has given everything back",
      async () =>
        (await own.simulator.refunded(outTradeNo)) === Number(payment?.fen) ? true : undefined,
      60,
    );
    const { refunds } = await own.simulator.books();
    expect(refunds.filter((one) => one.out_trade_no === outTradeNo)).toHaveLength(1);
  });
});
