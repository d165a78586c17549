import { Admin } from "../support/admin";
import { eventually } from "../support/http";
import { pack, ship } from "../support/fulfillment";
import { startOwnMall, type OwnMall } from "../support/own-mall";
import { inStock } from "../support/products";
import { Shopper } from "../support/shopper";

let own: OwnMall;

beforeAll(async () => {
  own = await startOwnMall("cancel");
});
afterAll(() => own.stop());
afterEach(() => own.simulator.faults({}));

interface Ended {
  order: { id: string; status: string; shopper_status: string };
}

const cancel = (shopper: Shopper, orderId: string) =>
  shopper.call<Ended & { code?: string }>(`/store/orders/${orderId}/cancel`, {
    method: "POST",
    body: { reason: "不想要了" },
  });

/** An order whose payment was begun at WeChat. */
async function unpaid() {
  const shopper = await Shopper.login(own.mall);
  const order = await shopper.placeOrder(await inStock(shopper));
  const { package: prepay } = await shopper.payParameters(order.id);
  const [payment] = await own.rows<{ out_trade_no: string }>(
    "SELECT out_trade_no FROM wechat_payment WHERE order_id = $1",
    [order.id],
  );
  return { shopper, orderId: order.id, prepay, outTradeNo: payment?.out_trade_no ?? "" };
}

async function paid() {
  const shopper = await Shopper.login(own.mall);
  const { id } = await shopper.placeOrder(await inStock(shopper));
  await shopper.pay(id);
  await shopper.waitForStatus(id, "awaiting_shipment");
  return { shopper, orderId: id, ...(await paymentOf(id)) };
}

async function paymentOf(orderId: string) {
  const [row] = await own.rows<{ out_trade_no: string; fen: string }>(
    "SELECT out_trade_no, (amount * 100)::bigint AS fen FROM wechat_payment WHERE order_id = $1",
    [orderId],
  );
  return { outTradeNo: row?.out_trade_no ?? "", fen: Number(row?.fen) };
}

/** Each refund in Medusa's books of an order, in fen. */
async function medusaRefunds(orderId: string): Promise<number[]> {
  const refunds = await own.rows<{ fen: string }>(
    `SELECT (r.amount * 100)::bigint AS fen FROM refund r JOIN payment p ON p.id = r.payment_id
       JOIN wechat_payment w ON w.payment_session_id = p.payment_session_id
       WHERE w.order_id = $1 AND r.deleted_at IS NULL`,
    [orderId],
  );
  return refunds.map(({ fen }) => Number(fen));
}

const isGivenBack = (payment: { outTradeNo: string; fen: number }) =>
  eventually(
    `${payment.outTradeNo} is given back`,
    async () =>
      (await own.simulator.refunded(payment.outTradeNo)) === payment.fen ? true : undefined,
    60,
  );

/** Waits until the server has come as far as `isThere` says and stands before a locked row. */
const isStuck = (what: string, isThere: () => Promise<boolean>) =>
  eventually(
    what,
    async () => {
      const waiting = await own.rows(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
           AND wait_event_type = 'Lock' AND wait_event <> 'advisory'`,
      );
      return waiting.length > 0 && (await isThere()) ? true : undefined;
    },
    30,
  );

const cancellationOf = async (orderId: string) => {
  const [row] = await own.rows<{ state: string; attempts: number; last_error: string | null }>(
    "SELECT state, attempts, last_error FROM order_cancellation WHERE order_id = $1",
    [orderId],
  );
  return row;
};

const isDone = (orderId: string, seconds: number) =>
  eventually(
    `the cancellation of ${orderId} is done`,
    async () => ((await cancellationOf(orderId))?.state === "done" ? true : undefined),
    seconds,
  );

const reserved = async () => {
  const [row] = await own.rows<{ sum: string }>(
    "SELECT coalesce(sum(quantity), 0) AS sum FROM reservation_item WHERE deleted_at IS NULL",
  );
  return Number(row?.sum);
};

describe("a shopper who cancels an unpaid order", () => {
  it("closes it at WeChat, and its stock is free again", async () => {
    const before = await reserved();
    const { shopper, orderId, prepay, outTradeNo } = await unpaid();
    const { status, body } = await cancel(shopper, orderId);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { order: { id: orderId, status: "canceled", shopper_status: "canceled" } },
    });
    expect(await reserved()).toBe(before);
    expect((await own.simulator.transaction(outTradeNo))?.state).toBe("CLOSED");
    await expect(own.simulator.pay(prepay, shopper.openid)).rejects.toThrow("closed");
    expect(await cancellationOf(orderId)).toMatchObject({ state: "done" });
  });

  it("ten times at once cancels it once, and is told so ten times", async () => {
    const { shopper, orderId } = await unpaid();
    const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(shopper, orderId)));
    expect(
      answers.map(({ status, body }) => ({ status, order: body.order.shopper_status })),
    ).toEqual(Array.from({ length: 10 }, () => ({ status: 200, order: "canceled" })));
    const canceled = await own.rows(
      "SELECT id FROM order_event WHERE order_id = $1 AND type = 'order_canceled'",
      [orderId],
    );
    expect(canceled.length).toBeLessThanOrEqual(1);
  });

  it("while WeChat does not answer has it canceled as soon as it answers", async () => {
    const { shopper, orderId, outTradeNo } = await unpaid();
    await own.simulator.faults({
      server_error: { probability: 1, route: "POST /v3/pay/transactions/*/close" },
    });
    const { status, body } = await cancel(shopper, orderId);
    expect({ status, code: body.code }).toEqual({
      status: 422,
      code: "wechat_pay.channel_unavailable",
    });
    expect((await shopper.order(orderId)).shopper_status).toBe("awaiting_payment");
    expect(await cancellationOf(orderId)).toMatchObject({ state: "requested" });
    await own.simulator.faults({});
    await isDone(orderId, 60);
    expect((await shopper.order(orderId)).shopper_status).toBe("canceled");
    expect((await own.simulator.transaction(outTradeNo))?.state).toBe("CLOSED");
  }, 120_000);
});

describe("a shopper who cancels a paid order", () => {
  it("has it canceled, and all of the money is on its way back", async () => {
    const order = await paid();
    const { status, body } = await cancel(order.shopper, order.orderId);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { order: { status: "canceled", shopper_status: "refunded" } },
    });
    await isGivenBack(order);
    expect(await medusaRefunds(order.orderId)).toEqual([order.fen]);
  });

  it("ten times at once is given the money back once", async () => {
    const order = await paid();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => cancel(order.shopper, order.orderId)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    await isGivenBack(order);
    expect(await medusaRefunds(order.orderId)).toEqual([order.fen]);
  });

  it("without our having heard of the payment is given the money back", async () => {
    const shopper = await Shopper.login(own.mall);
    const { id } = await shopper.placeOrder(await inStock(shopper));
    await own.simulator.faults({ lose_notification: { count: 1 } });
    await shopper.pay(id);
    await own.rows(
      "UPDATE wechat_payment SET next_query_at = now() + interval '1 day' WHERE order_id = $1",
      [id],
    );
    const { status, body } = await cancel(shopper, id);
    expect({ status, order: body.order.shopper_status }).toEqual({
      status: 200,
      order: "refunded",
    });
    await isGivenBack(await paymentOf(id));
  });

  it("that is packed is told that it is too late, and the order stays", async () => {
    const { shopper, orderId } = await paid();
    await pack(await Admin.login(own.mall), orderId);
    const { status, body } = await cancel(shopper, orderId);
    expect({ status, code: body.code }).toEqual({
      status: 400,
      code: "order_lifecycle.already_shipped",
    });
    expect(await medusaRefunds(orderId)).toEqual([]);
    expect(await cancellationOf(orderId)).toBeUndefined();
  });

  it("while the merchant packs it has either the one or the other", async () => {
    const { shopper, orderId } = await paid();
    const admin = await Admin.login(own.mall);
    const [canceled, packed] = await Promise.all([
      cancel(shopper, orderId),
      pack(admin, orderId).then(
        () => true,
        () => false,
      ),
    ]);
    expect(canceled.status === 200).toBe(!packed);
    expect(await medusaRefunds(orderId)).toHaveLength(packed ? 0 : 1);
  });
});

describe("a server that is killed while it cancels a paid order", () => {
  it("has canceled it and refunded it once after its restart", async () => {
    const order = await paid();
    await own.eventuallyPaid(order.outTradeNo);
    // The refund is in Medusa's books; what follows it changes the order, and dies waiting.
    const release = await own.lockRow('SELECT id FROM "order" WHERE id = $1 FOR UPDATE', [
      order.orderId,
    ]);
    const answer = cancel(order.shopper, order.orderId).catch(() => undefined);
    await isStuck(
      "the refund is booked",
      async () => (await medusaRefunds(order.orderId)).length === 1,
    );
    await own.killServer();
    await answer;
    await release();
    await own.startServer();
    await isDone(order.orderId, 120);
    expect((await order.shopper.order(order.orderId)).shopper_status).toBe("refunded");
    await isGivenBack(order);
    expect(await medusaRefunds(order.orderId)).toEqual([order.fen]);
  }, 300_000);
});

describe("a server that is killed while it cancels an order", () => {
  it("has canceled it after its restart", async () => {
    const { shopper, orderId, outTradeNo } = await unpaid();
    // Medusa changes the order at the very end, and dies waiting for its row.
    const release = await own.lockRow('SELECT id FROM "order" WHERE id = $1 FOR UPDATE', [orderId]);
    const answer = cancel(shopper, orderId).catch(() => undefined);
    await isStuck(
      "the payment is closed",
      async () => (await own.simulator.transaction(outTradeNo))?.state === "CLOSED",
    );
    await own.killServer();
    await answer;
    await release();
    expect(await cancellationOf(orderId)).toMatchObject({ state: "requested" });
    await own.startServer();
    await isDone(orderId, 120);
    expect((await shopper.order(orderId)).shopper_status).toBe("canceled");
  }, 300_000);
});

describe("an order that was sent", () => {
  it("is confirmed by itself when nobody confirms it in time", async () => {
    const { shopper, orderId } = await paid();
    const admin = await Admin.login(own.mall);
    await ship(admin, orderId);
    await shopper.waitForStatus(orderId, "awaiting_receipt");
    const [{ days } = { days: "" }] = await eventually("its receipt is awaited", async () => {
      const rows = await own.rows<{ days: string }>(
        "SELECT round(extract(epoch FROM due_at - now()) / 86400) AS days FROM order_receipt WHERE order_id = $1",
        [orderId],
      );
      return rows.length === 1 ? rows : undefined;
    });
    expect(Number(days)).toBe(10);
    await own.rows(
      "UPDATE order_receipt SET due_at = now() - interval '1 second' WHERE order_id = $1",
      [orderId],
    );
    await shopper.waitForStatus(orderId, "completed", 90);
    expect(
      await own.rows("SELECT state, confirmed_by FROM order_receipt WHERE order_id = $1", [
        orderId,
      ]),
    ).toEqual([{ state: "confirmed", confirmed_by: "system" }]);
  }, 180_000);

  it("is confirmed all the same when the event of its shipment got lost", async () => {
    const { shopper, orderId } = await paid();
    const admin = await Admin.login(own.mall);
    await ship(admin, orderId);
    await eventually("its receipt is awaited", async () => {
      const rows = await own.rows("SELECT id FROM order_receipt WHERE order_id = $1", [orderId]);
      return rows.length === 1 ? true : undefined;
    });
    await own.rows("DELETE FROM order_receipt WHERE order_id = $1", [orderId]);
    await own.rows(
      `UPDATE fulfillment SET shipped_at = now() - interval '10 days' FROM order_fulfillment l
         WHERE l.fulfillment_id = fulfillment.id AND l.order_id = $1`,
      [orderId],
    );
    expect((await shopper.order(orderId)).shopper_status).toBe("awaiting_receipt");
    await own.rows(
      `UPDATE fulfillment SET delivered_at = now() FROM order_fulfillment l
         WHERE l.fulfillment_id = fulfillment.id AND l.order_id = $1`,
      [orderId],
    );
    await shopper.waitForStatus(orderId, "completed", 130);
  }, 240_000);
});
