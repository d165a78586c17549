import { Admin } from "../support/admin";
import { call, eventually } from "../support/http";
import { startOwnMall, type OwnMall } from "../support/own-mall";
import { inStock } from "../support/products";
import { Shopper } from "../support/shopper";

const TRADE_BILL = "GET /v3/bill/tradebill";

interface Run {
  id: string;
  state: "running" | "matched" | "differences" | "failed";
  error: string | null;
  [count: string]: unknown;
}

interface Difference {
  class: string;
  bill: string;
  out_trade_no: string;
  order_id: string | null;
  our_amount: number | null;
  their_amount: number | null;
  resolution: string;
}

let own: OwnMall;
let admin: Admin;

beforeAll(async () => {
  own = await startOwnMall("reconciliation");
  admin = await Admin.login(own.mall);
});
afterAll(() => own.stop());
afterEach(() => own.simulator.faults({}));

/** Today in Shanghai: the simulator has a bill of it already. */
async function today(): Promise<string> {
  const [row] = await own.rows<{ date: string }>(
    "SELECT to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS date",
  );
  return row?.date ?? "";
}

/** Reconciles a day and waits for the outcome. */
async function reconcile(date?: string): Promise<{ run: Run; differences: Difference[] }> {
  const begun = await admin.post<{ reconciliation: Run }>("/admin/reconciliations", {
    date: date ?? (await today()),
  });
  return eventually(
    "the reconciliation has an outcome",
    async () => {
      const { reconciliation: run, differences } = await admin.get<{
        reconciliation: Run;
        differences: Difference[];
      }>(`/admin/reconciliations/${begun.reconciliation.id}`);
      return run.state === "running" ? undefined : { run, differences };
    },
    60,
  );
}

async function purchase(): Promise<{ orderId: string; outTradeNo: string; shopper: Shopper }> {
  const shopper = await Shopper.login(own.mall);
  const order = await shopper.placeOrder(await inStock(shopper));
  await shopper.pay(order.id);
  return { shopper, orderId: order.id, outTradeNo: await outTradeNoOf(order.id) };
}

async function settledPurchase() {
  const bought = await purchase();
  await bought.shopper.waitForStatus(bought.orderId, "awaiting_shipment");
  await own.eventuallyPaid(bought.outTradeNo);
  return bought;
}

async function outTradeNoOf(orderId: string): Promise<string> {
  const [row] = await own.rows<{ out_trade_no: string }>(
    "SELECT out_trade_no FROM wechat_payment WHERE order_id = $1",
    [orderId],
  );
  return row?.out_trade_no ?? "";
}

/** A merchant gives one yuan back, and WeChat has done it. */
async function refundOneYuan(orderId: string): Promise<void> {
  const { order } = await admin.get<{
    order: { payment_collections: { payments: { id: string }[] }[] };
  }>(`/admin/orders/${orderId}?fields=*payment_collections.payments`);
  const payment = order.payment_collections.flatMap(({ payments }) => payments)[0];
  await admin.post(`/admin/payments/${payment?.id ?? ""}/refund`, { amount: 1 });
  await eventually(
    "the refund went through",
    async () =>
      (
        await own.rows("SELECT id FROM wechat_refund WHERE order_id = $1 AND state = 'succeeded'", [
          orderId,
        ])
      )[0],
    30,
  );
}

/** What the queue of exceptions holds from bills. */
function queued() {
  return own.rows<{ kind: string; subject: string; order_id: string | null; amount: string }>(
    "SELECT kind, subject, order_id, amount FROM payment_exception WHERE kind LIKE 'bill_%' ORDER BY raised_at",
  );
}

describe("a day on which nothing happened", () => {
  it("is matched with nothing", async () => {
    const { run, differences } = await reconcile("2026-11-01");
    expect(run).toMatchObject({ state: "matched", our_payment_count: 0, their_payment_count: 0 });
    expect(differences).toEqual([]);
  });
});

describe("a day with purchases", () => {
  const total = () =>
    own
      .rows<{ sum: string }>("SELECT sum(amount) AS sum FROM wechat_payment WHERE state = 'paid'")
      .then(([row]) => Number(row?.sum));

  it("is matched when the bills say what the books say", async () => {
    const bought = [await settledPurchase(), await settledPurchase(), await settledPurchase()];
    await refundOneYuan(bought[0]?.orderId ?? "");
    // A bill of today tells what was over a second before it was asked for.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const { run, differences } = await reconcile();
    expect(differences).toEqual([]);
    expect(run).toMatchObject({
      state: "matched",
      our_payment_count: 3,
      their_payment_count: 3,
      our_refund_count: 1,
      their_refund_count: 1,
      our_refund_total: 1,
      their_refund_total: 1,
      movement_count: 4,
      our_payment_total: await total(),
      their_payment_total: await total(),
      income_total: await total(),
    });
  });

  it("brings in a payment of which the shop never heard", async () => {
    await own.simulator.faults({
      lose_notification: { count: 1 },
      server_error: { probability: 1, route: "GET /v3/pay/transactions/*" },
    });
    const { shopper, orderId, outTradeNo } = await purchase();
    await own.rows(
      "UPDATE wechat_payment SET next_query_at = now() + interval '1 day' WHERE out_trade_no = $1",
      [outTradeNo],
    );
    await own.simulator.faults({});
    const { run, differences } = await reconcile();
    expect(run).toMatchObject({ state: "differences", difference_count: 1 });
    expect(differences).toMatchObject([
      {
        class: "missing_here",
        out_trade_no: outTradeNo,
        order_id: orderId,
        resolution: "repaired",
        our_amount: null,
      },
    ]);
    await shopper.waitForStatus(orderId, "awaiting_shipment");
    await own.eventuallyPaid(outTradeNo);
    expect(await queued()).toEqual([]);
    expect((await reconcile()).run.state).toBe("matched");
  });

  it("whose bill lacks a row puts the payment before a merchant, once", async () => {
    for (let time = 0; time < 2; time += 1) {
      await own.simulator.faults({ bill_missing_row: { count: 1, route: TRADE_BILL } });
      const { run, differences } = await reconcile();
      expect(run.state).toBe("differences");
      expect(differences).toMatchObject([
        { class: "missing_there", bill: "trade", their_amount: null, resolution: "queued" },
      ]);
    }
    const exceptions = await queued();
    expect(exceptions.map(({ kind }) => kind)).toEqual(["bill_missing_there"]);
    expect(exceptions[0]?.order_id).toMatch(/^order_/);
  });

  it("whose bill has another amount puts the payment before a merchant, once", async () => {
    for (let time = 0; time < 2; time += 1) {
      await own.simulator.faults({ bill_wrong_amount: { count: 1, route: TRADE_BILL } });
      const { differences } = await reconcile();
      expect(differences).toMatchObject([{ class: "amount", bill: "trade", resolution: "queued" }]);
    }
    const exceptions = await queued();
    expect(exceptions.map(({ kind }) => kind)).toEqual(["bill_missing_there", "bill_amount"]);
  });

  it("whose bill has a row that nobody paid puts it before a merchant, once", async () => {
    await own.simulator.faults({ bill_extra_row: { count: 1, route: TRADE_BILL } });
    const { differences } = await reconcile();
    expect(differences).toMatchObject([
      { class: "missing_here", order_id: null, their_amount: 1, resolution: "queued" },
    ]);
    await reconcile();
    const extra = (await queued()).filter(({ kind }) => kind === "bill_missing_here");
    expect(extra.map(({ amount }) => Number(amount))).toEqual([1]);
  });

  it("whose money did not move as the trades say is a difference of the fund-flow bill", async () => {
    await own.simulator.faults({
      bill_wrong_amount: { count: 1, route: "GET /v3/bill/fundflowbill" },
    });
    expect((await reconcile()).differences).toMatchObject([
      { class: "amount", bill: "fund_flow", resolution: "queued" },
    ]);
  });
});

describe("a bill that cannot be relied on", () => {
  it.each([TRADE_BILL, "GET /v3/bill/fundflowbill"])(
    "with a wrong hash from %s fails the run, and nothing is concluded",
    async (route) => {
      const before = await queued();
      await own.simulator.faults({
        bill_wrong_hash: { count: 1, route },
        bill_missing_row: { count: 1, route: TRADE_BILL },
      });
      const { run, differences } = await reconcile();
      expect(run).toMatchObject({ state: "failed", difference_count: 0 });
      expect(run.error).toMatch(/not the one that WeChat Pay announced/);
      expect(differences).toEqual([]);
      expect(await queued()).toEqual(before);
    },
  );

  it("is tried again after WeChat was down", async () => {
    await own.simulator.faults({ server_error: { count: 1, route: TRADE_BILL } });
    expect((await reconcile()).run.state).toBe("failed");
    expect((await reconcile()).run.state).toBe("matched");
  });
});

describe("a merchant", () => {
  const post = (body: unknown) =>
    call<{ code: string }>(`${own.mall.api_url}/admin/reconciliations`, {
      method: "POST",
      headers: { authorization: `Bearer ${admin.token}` },
      body,
    });

  it.each([
    ["2026-02-30", "reconciliation.invalid_date"],
    ["yesterday", "reconciliation.invalid_date"],
    ["2999-01-01", "reconciliation.date_in_future"],
    ["2020-01-01", "reconciliation.date_too_old"],
  ])("who asks for %s is told %s", async (date, code) => {
    const { status, body } = await post({ date });
    expect({ status, code: body.code }).toEqual({ status: 400, code });
  });

  it("who asks with something else is told what is expected", async () => {
    expect((await post({})).status).toBe(400);
    expect((await post({ date: "2026-11-01", force: true })).status).toBe(400);
  });

  it("who asks for a run that is not there gets 404", async () => {
    const { status, body } = await call<{ code: string }>(
      `${own.mall.api_url}/admin/reconciliations/recon_none`,
      { headers: { authorization: `Bearer ${admin.token}` } },
    );
    expect({ status, code: body.code }).toEqual({ status: 404, code: "reconciliation.not_found" });
  });

  it("takes the differences home as a spreadsheet", async () => {
    await own.simulator.faults({ bill_extra_row: { count: 1, route: TRADE_BILL } });
    const { run } = await reconcile();
    const answer = await fetch(`${own.mall.api_url}/admin/reconciliations/${run.id}/csv`, {
      headers: { authorization: `Bearer ${admin.token}` },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get("content-type")).toMatch(/^text\/csv/);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [header, line, rest] = bytes.toString("utf8").split("\r\n");
    expect(header).toContain("商户订单号");
    expect(line).toMatch(/我方缺失,支付,交易账单/);
    expect(rest).toBe("");
  });

  it("sees the runs, newest first, a page at a time", async () => {
    const { reconciliations, count } = await admin.get<{ reconciliations: Run[]; count: number }>(
      "/admin/reconciliations?limit=2",
    );
    expect(reconciliations).toHaveLength(2);
    expect(count).toBeGreaterThan(5);
    const answer = await call(`${own.mall.api_url}/admin/reconciliations?limit=0`, {
      headers: { authorization: `Bearer ${admin.token}` },
    });
    expect(answer.status).toBe(400);
  });
});
