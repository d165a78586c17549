import { call, eventually } from "../support/http";
import { startOwnMall, type OwnMall } from "../support/own-mall";
import { inStock } from "../support/products";
import { Shopper } from "../support/shopper";

/** With these WeChat's queries fail, so that only what a test is about can bring the money in. */
const noQueries = {
  server_error: { probability: 1, route: "GET /v3/pay/transactions/*" },
};

let own: OwnMall;

beforeAll(async () => {
  own = await startOwnMall("notifications");
});
afterAll(() => own.stop());
afterEach(() => own.simulator.faults({}));

/** An order that was paid at WeChat, of which the shop has heard nothing. */
async function paidUnheard(faults: Record<string, unknown> = noQueries) {
  const shopper = await Shopper.login(own.mall);
  const order = await shopper.placeOrder(await inStock(shopper));
  await own.simulator.faults({ ...faults, lose_notification: { count: 1 } });
  await shopper.pay(order.id);
  const [payment] = await own.rows<{ out_trade_no: string }>(
    "SELECT out_trade_no FROM wechat_payment WHERE order_id = $1",
    [order.id],
  );
  return { shopper, orderId: order.id, outTradeNo: payment?.out_trade_no ?? "" };
}

/** What the books of the shop hold of an order. */
async function booked(orderId: string, outTradeNo: string) {
  const [row] = await own.rows<Record<string, string>>(
    `SELECT (SELECT count(*) FROM payment p JOIN wechat_payment w
               ON w.payment_session_id = p.payment_session_id WHERE w.order_id = $1) AS payments,
            (SELECT count(*) FROM capture c JOIN payment p ON p.id = c.payment_id
               JOIN wechat_payment w ON w.payment_session_id = p.payment_session_id
               WHERE w.order_id = $1) AS captures,
            (SELECT count(*) FROM order_transaction WHERE order_id = $1) AS transactions,
            (SELECT count(*) FROM wechat_notification WHERE out_trade_no = $2) AS notifications`,
    [orderId, outTradeNo],
  );
  return Object.fromEntries(Object.entries(row ?? {}).map(([key, count]) => [key, Number(count)]));
}

describe("a notification", () => {
  it("that comes fifty times at once captures once", async () => {
    const { shopper, orderId, outTradeNo } = await paidUnheard();
    const { answers } = await own.simulator.notify(outTradeNo, { times: 50, parallel: true });
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    await shopper.waitForStatus(orderId, "awaiting_shipment");
    await own.eventuallyProcessed(outTradeNo);
    expect(await booked(orderId, outTradeNo)).toEqual({
      payments: 1,
      captures: 1,
      transactions: 1,
      notifications: 1,
    });
  });

  it("that comes again under another id captures once", async () => {
    const { shopper, orderId, outTradeNo } = await paidUnheard();
    await own.simulator.notify(outTradeNo);
    await own.simulator.notify(outTradeNo, { tamper: "new_id" });
    await shopper.waitForStatus(orderId, "awaiting_shipment");
    await own.eventuallyProcessed(outTradeNo);
    expect(await booked(orderId, outTradeNo)).toEqual({
      payments: 1,
      captures: 1,
      transactions: 1,
      notifications: 2,
    });
  });

  it.each([
    "forge_signature",
    "stale_timestamp",
    "wrong_amount",
    "wrong_mchid",
    "wrong_appid",
    "foreign_openid",
    "signtest",
    "bad_gcm_tag",
  ])("with %s is refused, and nothing is captured or stored", async (tamper) => {
    const { shopper, orderId, outTradeNo } = await paidUnheard();
    const { answers } = await own.simulator.notify(outTradeNo, { tamper, times: 3 });
    for (const { status, body } of answers) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(typeof body === "string" ? JSON.parse(body) : body).toEqual({
        code: "FAIL",
        message: expect.any(String) as string,
      });
    }
    expect((await shopper.order(orderId)).shopper_status).toBe("awaiting_payment");
    expect(await booked(orderId, outTradeNo)).toEqual({
      payments: 0,
      captures: 0,
      transactions: 0,
      notifications: 0,
    });
    // The honest one still comes through afterwards.
    await own.simulator.notify(outTradeNo);
    await shopper.waitForStatus(orderId, "awaiting_shipment");
  });

  it("that never comes is made up for by a query", async () => {
    const { shopper, orderId, outTradeNo } = await paidUnheard({});
    await shopper.waitForStatus(orderId, "awaiting_shipment", 40);
    await own.eventuallyPaid(outTradeNo);
    expect(await booked(orderId, outTradeNo)).toEqual({
      payments: 1,
      captures: 1,
      transactions: 1,
      notifications: 0,
    });
  });

  it("has no second way in through Medusa's own payment hook", async () => {
    const { shopper, orderId, outTradeNo } = await paidUnheard();
    await call(`${own.mall.api_url}/hooks/payment/wechat_pay`, {
      method: "POST",
      body: {
        id: "forged",
        event_type: "TRANSACTION.SUCCESS",
        data: { session_id: `payses_${outTradeNo}` },
        session_id: `payses_${outTradeNo}`,
      },
    });
    // Medusa hands such an event on after five seconds.
    await new Promise((resolve) => setTimeout(resolve, 7_000));
    expect((await shopper.order(orderId)).shopper_status).toBe("awaiting_payment");
  });
});

describe("a server that is killed between the notification and its processing", () => {
  it("captures the payment after its restart", async () => {
    const { orderId, outTradeNo, shopper } = await paidUnheard();
    // Whoever settles the payment has to wait for this lock, and dies waiting.
    const release = await own.lockRow("SELECT id FROM payment_session WHERE id = $1 FOR UPDATE", [
      `payses_${outTradeNo}`,
    ]);
    const { answers } = await own.simulator.notify(outTradeNo);
    expect(answers[0]?.status).toBe(204);
    await own.killServer();
    await release();
    expect(await booked(orderId, outTradeNo)).toMatchObject({ captures: 0, notifications: 1 });
    await own.startServer();
    await shopper.waitForStatus(orderId, "awaiting_shipment", 60);
    await own.eventuallyProcessed(outTradeNo);
    expect(await booked(orderId, outTradeNo)).toEqual({
      payments: 1,
      captures: 1,
      transactions: 1,
      notifications: 1,
    });
  });
});

describe("a server that is killed while it makes an order of a cart", () => {
  it("leaves a cart that can be ordered when its lock has run out", async () => {
    const shopper = await Shopper.login(own.mall);
    const cart = await shopper.fillCart(await inStock(shopper));
    await shopper.openPayment(cart.id);
    // What the killed server held, some time later.
    await own.rows(
      "INSERT INTO locking (id, owner_id, expiration) VALUES ($1, NULL, now() - interval '1 second')",
      [cart.id],
    );
    const { status, body } = await shopper.complete(cart.id);
    expect({ status, type: body.type }).toEqual({ status: 200, type: "order" });
  }, 90_000);
});

describe("asking WeChat for a payment", () => {
  it("whose answer is cut off after the effect can be asked again, for one payment", async () => {
    const shopper = await Shopper.login(own.mall);
    const { id } = await shopper.placeOrder(await inStock(shopper));
    await own.simulator.faults({
      cut_off_after_effect: { count: 1, route: "POST /v3/pay/transactions/jsapi" },
    });
    const { status, body } = await shopper.call(`/store/orders/${id}/pay`, { method: "POST" });
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { code: "wechat_pay.channel_unavailable" },
    });
    await shopper.pay(id);
    await shopper.waitForStatus(id, "awaiting_shipment");
    const { transactions } = await own.simulator.books();
    expect(transactions.filter(({ openid }) => openid === shopper.openid)).toHaveLength(1);
  });

  it.each(["server_error", "unsigned_answer", "tampered_answer"])(
    "with a %s is answered 422 and can be repeated",
    async (fault) => {
      const shopper = await Shopper.login(own.mall);
      const { id } = await shopper.placeOrder(await inStock(shopper));
      await own.simulator.faults({
        [fault]: { count: 1, route: "POST /v3/pay/transactions/jsapi" },
      });
      const { status } = await shopper.call(`/store/orders/${id}/pay`, { method: "POST" });
      expect(status).toBe(422);
      await shopper.pay(id);
      await shopper.waitForStatus(id, "awaiting_shipment");
    },
  );
});

describe("login while WeChat is down", () => {
  it("is a clear answer, and works again afterwards", async () => {
    const { code, openid } = await own.simulator.loginCode();
    await own.simulator.faults({ server_error: { count: 5, route: "GET /sns/jscode2session" } });
    const { status, body } = await call(`${own.mall.api_url}/store/wechat/login`, {
      method: "POST",
      headers: { "x-publishable-api-key": own.mall.publishable_key },
      body: { code },
    });
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { code: "wechat_auth.wechat_unavailable" },
    });
    await own.simulator.faults({});
    const shopper = await eventually("a login", () => Shopper.login(own.mall, openid));
    expect(shopper.isNew).toBe(true);
  });
});
