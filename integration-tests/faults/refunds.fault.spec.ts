import { fen, fromFen } from "@mall/kernel";
import { Admin } from "../support/admin";
import { eventually } from "../support/http";
import { startOwnMall, type OwnMall } from "../support/own-mall";
import { inStock } from "../support/products";
import { Shopper } from "../support/shopper";

let own: OwnMall;
let admin: Admin;

beforeAll(async () => {
  own = await startOwnMall("refunds");
  admin = await Admin.login(own.mall);
});
afterAll(() => own.stop());
afterEach(() => own.simulator.faults({}));

const REFUND = "POST /v3/refund/domestic/refunds";

interface Paid {
  shopper: Shopper;
  orderId: string;
  outTradeNo: string;
  paymentId: string;
  fen: number;
}

/** An order that is paid and booked. */
async function paid(): Promise<Paid> {
  const shopper = await Shopper.login(own.mall);
  const { id } = await shopper.placeOrder(await inStock(shopper));
  await shopper.pay(id);
  await shopper.waitForStatus(id, "awaiting_shipment");
  const [row] = await own.rows<{ out_trade_no: string; payment_id: string; fen: string }>(
    `SELECT w.out_trade_no, p.id AS payment_id, (w.amount * 100)::bigint AS fen
     FROM wechat_payment w JOIN payment p ON p.payment_session_id = w.payment_session_id
     WHERE w.order_id = $1`,
    [id],
  );
  if (row === undefined) throw new Error("No payment");
  return {
    shopper,
    orderId: id,
    outTradeNo: row.out_trade_no,
    paymentId: row.payment_id,
    fen: Number(row.fen),
  };
}

const refund = (order: Paid, amount: number) =>
  admin.post(`/admin/payments/${order.paymentId}/refund`, { amount });

const refundsOf = (order: Paid) =>
  own.rows<{ state: string; out_refund_no: string; fen: string; last_error: string | null }>(
    `SELECT state, out_refund_no, (amount * 100)::bigint AS fen, last_error FROM wechat_refund
     WHERE out_trade_no = $1 ORDER BY id`,
    [order.outTradeNo],
  );

/** Waits until so many refunds of an order have these states, in the order they were made. */
const becomes = (order: Paid, states: string[], seconds = 40) =>
  eventually(
    `refunds of ${order.outTradeNo} are ${states.join(", ")}`,
    async () => {
      const rows = await refundsOf(order);
      return rows.map(({ state }) => state).join() === states.join() ? rows : undefined;
    },
    seconds,
  );

const exceptionsOf = (subject: string) =>
  own.rows<{ kind: string; state: string; resolution: string | null }>(
    "SELECT kind, state, resolution FROM payment_exception WHERE subject = $1 ORDER BY id",
    [subject],
  );

/** The merchant presses a button of the queue. */
async function decide(subject: string, button: "refund" | "retry") {
  const [row] = await own.rows<{ id: string }>(
    "SELECT id FROM payment_exception WHERE subject = $1",
    [subject],
  );
  return admin.post(`/admin/payment-exceptions/${row?.id ?? ""}/${button}`, {
    note: "已与买家确认",
  });
}

/** Medusa's own books of an order: what its refunds and its transactions of refunds come to. */
async function medusaBooks(order: Paid) {
  const [row] = await own.rows<{ refunds: string; transactions: string }>(
    `SELECT (SELECT coalesce(sum(amount) * 100, 0)::bigint FROM refund WHERE payment_id = $1
               AND deleted_at IS NULL) AS refunds,
            (SELECT coalesce(-sum(amount) * 100, 0)::bigint FROM order_transaction
               WHERE order_id = $2 AND reference = 'refund' AND deleted_at IS NULL) AS transactions`,
    [order.paymentId, order.orderId],
  );
  return { refunds: Number(row?.refunds), transactions: Number(row?.transactions) };
}

describe("a merchant's refund", () => {
  it("of a part reaches the shopper, and WeChat's books say the same", async () => {
    const order = await paid();
    await refund(order, 1);
    await becomes(order, ["succeeded"]);
    expect(await own.simulator.refunded(order.outTradeNo)).toBe(100);
    expect(await medusaBooks(order)).toEqual({ refunds: 100, transactions: 100 });
  });

  it("by canceling the order is of everything", async () => {
    const order = await paid();
    await admin.post(`/admin/orders/${order.orderId}/cancel`, {});
    await becomes(order, ["succeeded"]);
    expect(await own.simulator.refunded(order.outTradeNo)).toBe(order.fen);
    expect((await order.shopper.order(order.orderId)).shopper_status).toBe("refunded");
  });

  it("made ten times at once is made as often as the money lasts", async () => {
    const order = await paid();
    const quarter = Number(fromFen(fen(Math.floor(order.fen / 4))));
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => refund(order, quarter)),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
    await eventually(
      "every refund of Medusa's is at its end",
      async () => {
        const { refunds } = await medusaBooks(order);
        const done = (await refundsOf(order)).filter(({ state }) => state === "succeeded");
        return refunds > 0 && done.reduce((sum, { fen }) => sum + Number(fen), 0) === refunds
          ? true
          : undefined;
      },
      60,
    );
    const { refunds, transactions } = await medusaBooks(order);
    expect(await own.simulator.refunded(order.outTradeNo)).toBe(refunds);
    expect(refunds).toBeLessThanOrEqual(order.fen);
    expect(transactions).toBe(refunds);
  });

  it("whose answers are cut off twice after the effect is one refund", async () => {
    const order = await paid();
    await own.simulator.faults({ cut_off_after_effect: { count: 2, route: REFUND } });
    await refund(order, 1);
    await becomes(order, ["succeeded"]);
    expect(await own.simulator.refunded(order.outTradeNo)).toBe(100);
  });

  it("survives a kill before WeChat could be asked", async () => {
    const order = await paid();
    await own.simulator.faults({ server_error: { probability: 1, route: `${REFUND}*` } });
    await refund(order, 1);
    await becomes(order, ["sent"]);
    await own.killServer();
    await own.simulator.faults({});
    await own.startServer();
    await becomes(order, ["succeeded"]);
    expect(await own.simulator.refunded(order.outTradeNo)).toBe(100);
  });

  it("that a crash cut off right after Medusa's row is taken over, with the order's books", async () => {
    const order = await paid();
    // The row that core commits before it does anything else.
    await own.rows(
      `INSERT INTO refund (id, amount, raw_amount, payment_id, created_at)
       VALUES ($1, 1, '{"value": "1", "precision": 20}', $2, now())`,
      [`ref_cut_off_${order.outTradeNo}`, order.paymentId],
    );
    await becomes(order, ["succeeded"]);
    expect(await own.simulator.refunded(order.outTradeNo)).toBe(100);
    expect(await medusaBooks(order)).toEqual({ refunds: 100, transactions: 100 });
  });
});

describe("a refund that WeChat does not make", () => {
  it("for want of money stands in the queue, and goes through after the top-up", async () => {
    const order = await paid();
    await own.simulator.faults({ not_enough_balance: { probability: 1 } });
    await refund(order, 1);
    const [waiting] = await becomes(order, ["sent"]);
    const subject = waiting?.out_refund_no ?? "";
    await eventually("it stands in the queue", async () => (await exceptionsOf(subject))[0]);
    expect(await own.simulator.refunded(order.outTradeNo)).toBe(0);
    await own.simulator.faults({});
    const [done] = await becomes(order, ["succeeded"]);
    expect(done?.out_refund_no).toBe(subject);
    expect(await exceptionsOf(subject)).toEqual([
      { kind: "refund_not_enough", state: "resolved", resolution: "settled" },
    ]);
  });

  it("because the shopper's card takes none waits for the merchant", async () => {
    const order = await paid();
    await own.simulator.faults({ refund_abnormal: { count: 1 } });
    await refund(order, 1);
    const [row] = await becomes(order, ["abnormal"]);
    const subject = row?.out_refund_no ?? "";
    expect(await exceptionsOf(subject)).toEqual([
      { kind: "refund_abnormal", state: "open", resolution: null },
    ]);

    await decide(subject, "retry");
    await becomes(order, ["succeeded"]);
    expect(await exceptionsOf(subject)).toEqual([
      { kind: "refund_abnormal", state: "resolved", resolution: "settled" },
    ]);
    expect(await own.simulator.refunded(order.outTradeNo)).toBe(100);
  });

  it("and closes is asked for again under the next number", async () => {
    const order = await paid();
    await own.simulator.faults({ refund_closed: { count: 1 } });
    await refund(order, 1);
    const rows = await becomes(order, ["closed", "succeeded"]);
    expect(rows[1]?.out_refund_no).toBe(`${rows[0]?.out_refund_no ?? ""}-2`);
    expect(await own.simulator.refunded(order.outTradeNo)).toBe(100);
  });
});

describe("money that has no place in our books", () => {
  it("that comes in for a canceled order goes back by itself", async () => {
    const shopper = await Shopper.login(own.mall);
    const { id } = await shopper.placeOrder(await inStock(shopper));
    await own.simulator.faults({
      lose_notification: { count: 1 },
      server_error: { probability: 1, route: "GET /v3/pay/transactions/*" },
    });
    await shopper.pay(id);
    // As if WeChat had told us that it is closed: nobody asks any more.
    const [payment] = await own.rows<{ out_trade_no: string; fen: string }>(
      `UPDATE wechat_payment SET state = 'closed', next_query_at = NULL WHERE order_id = $1
       RETURNING out_trade_no, (amount * 100)::bigint AS fen`,
      [id],
    );
    const outTradeNo = payment?.out_trade_no ?? "";
    await admin.post(`/admin/orders/${id}/cancel`, {});
    expect((await shopper.order(id)).shopper_status).toBe("canceled");
    await own.simulator.faults({});

    await own.simulator.notify(outTradeNo);
    await eventually(
      "all of it is given back",
      async () =>
        (await own.simulator.refunded(outTradeNo)) === Number(payment?.fen) ? true : undefined,
      40,
    );
    await shopper.waitForStatus(id, "refunded");
  });

  it("because another amount was paid is refused and stands in the queue once", async () => {
    const shopper = await Shopper.login(own.mall);
    const { id } = await shopper.placeOrder(await inStock(shopper));
    await own.simulator.faults({
      lose_notification: { count: 1 },
      server_error: { probability: 1, route: "GET /v3/pay/transactions/*" },
    });
    await shopper.pay(id);
    const [payment] = await own.rows<{ out_trade_no: string }>(
      "SELECT out_trade_no FROM wechat_payment WHERE order_id = $1",
      [id],
    );
    const outTradeNo = payment?.out_trade_no ?? "";
    const { answers } = await own.simulator.notify(outTradeNo, {
      tamper: "wrong_amount",
      times: 3,
    });
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    const subject = (await own.simulator.transaction(outTradeNo))?.transaction_id ?? "";
    expect(await exceptionsOf(subject)).toEqual([
      { kind: "success_differs", state: "open", resolution: null },
    ]);
    expect((await shopper.order(id)).shopper_status).toBe("awaiting_payment");
  });

  it("can be sent back from the queue, and the order's payment is over", async () => {
    const shopper = await Shopper.login(own.mall);
    const { id } = await shopper.placeOrder(await inStock(shopper));
    await own.simulator.faults({ lose_notification: { count: 1 } });
    await shopper.payParameters(id);
    // What we expect is no longer what WeChat was asked for.
    const [payment] = await own.rows<{ out_trade_no: string }>(
      `UPDATE wechat_payment SET amount = amount + 1, next_query_at = now() + interval '1 hour'
       WHERE order_id = $1 RETURNING out_trade_no`,
      [id],
    );
    const outTradeNo = payment?.out_trade_no ?? "";
    await shopper.pay(id);
    const { answers } = await own.simulator.notify(outTradeNo);
    expect(answers[0]?.status).toBe(400);
    const paidAtWechat = await own.simulator.transaction(outTradeNo);
    const subject = paidAtWechat?.transaction_id ?? "";

    await decide(subject, "refund");
    await eventually(
      "WeChat has given it back",
      async () =>
        (await own.simulator.refunded(outTradeNo)) === paidAtWechat?.total ? true : undefined,
      30,
    );
    expect(await exceptionsOf(subject)).toEqual([
      { kind: "success_differs", state: "resolved", resolution: "refunded" },
    ]);
    await expect(decide(subject, "refund")).rejects.toThrow("already_resolved");
    await own.rows("UPDATE wechat_payment SET next_query_at = now() WHERE order_id = $1", [id]);
    await eventually(
      "the payment is closed",
      async () =>
        (
          await own.rows("SELECT id FROM wechat_payment WHERE order_id = $1 AND state = 'closed'", [
            id,
          ])
        )[0],
      30,
    );
  });

  it("because an order was paid a second time stands in the queue, and the first stays booked", async () => {
    const order = await paid();
    await own.simulator.notify(order.outTradeNo, {
      tamper: "new_id",
      overrides: { transaction_id: "4200009999202611270000000001" },
    });
    await eventually(
      "the second success stands in the queue",
      async () => (await exceptionsOf("4200009999202611270000000001"))[0],
      30,
    );
    expect(await exceptionsOf("4200009999202611270000000001")).toEqual([
      { kind: "second_success", state: "open", resolution: null },
    ]);
    expect((await order.shopper.order(order.orderId)).shopper_status).toBe("awaiting_shipment");
  });

  it("because a refund was made by hand at WeChat stands in the queue", async () => {
    const order = await paid();
    await refund(order, 1);
    const [row] = await becomes(order, ["succeeded"]);
    const byHand = `by_hand_${order.outTradeNo}`;
    const { answers } = await own.simulator.notify("", {
      out_trade_no: undefined,
      out_refund_no: row?.out_refund_no,
      tamper: "new_id",
      overrides: { out_refund_no: byHand },
    });
    expect(answers[0]?.status).toBe(204);
    const raised = await eventually(
      "the refund stands in the queue",
      async () => (await exceptionsOf(byHand))[0],
      30,
    );
    expect(raised.kind).toBe("unknown_refund");
  });
});

describe("what happened to a refund", () => {
  it("is on record with its causes, and nobody can change or delete it", async () => {
    const order = await paid();
    await refund(order, 1);
    const [row] = await becomes(order, ["succeeded"]);
    const events = await own.rows<{ to_state: string }>(
      "SELECT to_state FROM wechat_refund_event WHERE out_refund_no = $1 ORDER BY id",
      [row?.out_refund_no],
    );
    expect(events.map(({ to_state }) => to_state)).toEqual([
      "requested",
      "sent",
      "processing",
      "succeeded",
    ]);
    await expect(own.rows("UPDATE wechat_refund_event SET to_state = 'closed'")).rejects.toThrow(
      "append-only",
    );
    await expect(own.rows("DELETE FROM payment_exception_action")).rejects.toThrow("append-only");
  });
});
