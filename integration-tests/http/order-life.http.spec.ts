import { Admin } from "../support/admin";
import { call, eventually } from "../support/http";
import { pack, ship } from "../support/fulfillment";
import { inStock } from "../support/products";
import { Shopper } from "../support/shopper";
import { stack } from "../support/stack";

const mall = stack();

interface Answered {
  order?: { id: string; status: string; shopper_status: string };
  code?: string;
  message?: string;
}

interface Event {
  type: string;
  happened_at: string;
  actor_type: string;
  actor_id?: string | null;
  reason: string | null;
}

const confirm = (shopper: Shopper, orderId: string, body: unknown = {}) =>
  shopper.call<Answered>(`/store/orders/${orderId}/confirm-receipt`, { method: "POST", body });

const cancel = (shopper: Shopper, orderId: string, body: unknown = {}) =>
  shopper.call<Answered>(`/store/orders/${orderId}/cancel`, { method: "POST", body });

const timeline = async (shopper: Shopper, orderId: string) =>
  (await shopper.call<{ events: Event[] }>(`/store/orders/${orderId}/timeline`)).body.events;

async function placed() {
  const shopper = await Shopper.login(mall);
  const { id } = await shopper.placeOrder(await inStock(shopper));
  return { shopper, id };
}

async function paid() {
  const order = await placed();
  await order.shopper.pay(order.id);
  await order.shopper.waitForStatus(order.id, "awaiting_shipment");
  return order;
}

describe("a shopper who confirms the receipt of an order", () => {
  it("completes it, and is answered the same when asking again", async () => {
    const { shopper, id } = await paid();
    await ship(await Admin.login(mall), id);
    for (const time of ["first", "second"]) {
      const { status, body } = await confirm(shopper, id);
      expect({ time, status, body }).toMatchObject({
        time,
        status: 200,
        body: { order: { id, status: "completed", shopper_status: "completed" } },
      });
    }
    expect((await shopper.order(id)).shopper_status).toBe("completed");
    const canceled = await cancel(shopper, id);
    expect(canceled).toMatchObject({
      status: 400,
      body: { code: "order_lifecycle.already_completed" },
    });
  });

  it("ten times at once completes it once", async () => {
    const { shopper, id } = await paid();
    await ship(await Admin.login(mall), id);
    const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(shopper, id)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    const events = await timeline(shopper, id);
    expect(events.filter(({ type }) => type === "receipt_confirmed")).toHaveLength(1);
  });

  it("before everything was sent is told so", async () => {
    const { shopper, id } = await paid();
    const early = await confirm(shopper, id);
    await pack(await Admin.login(mall), id);
    const packed = await confirm(shopper, id);
    for (const { status, body } of [early, packed]) {
      expect({ status, code: body.code }).toEqual({
        status: 400,
        code: "order_lifecycle.not_shipped",
      });
    }
  });

  it("of an unpaid or a canceled order is told so", async () => {
    const { shopper, id } = await placed();
    expect(await confirm(shopper, id)).toMatchObject({
      status: 400,
      body: { code: "order_lifecycle.not_paid" },
    });
    await cancel(shopper, id);
    expect(await confirm(shopper, id)).toMatchObject({
      status: 400,
      body: { code: "order_lifecycle.order_canceled" },
    });
  });
});

describe("a shopper who cancels an order", () => {
  it("is answered the canceled order, again and again", async () => {
    const { shopper, id } = await placed();
    for (const reason of ["地址填错了", "又点了一次"]) {
      const { status, body } = await cancel(shopper, id, { reason });
      expect({ status, body }).toMatchObject({
        status: 200,
        body: { order: { id, status: "canceled", shopper_status: "canceled" } },
      });
    }
  });

  it("that a merchant canceled before is answered the canceled order", async () => {
    const { shopper, id } = await placed();
    const admin = await Admin.login(mall);
    await admin.post(`/admin/orders/${id}/cancel`, {});
    expect(await cancel(shopper, id)).toMatchObject({
      status: 200,
      body: { order: { status: "canceled" } },
    });
  });
});

describe("the timeline of an order", () => {
  it("tells the shopper what happened, when, and by whom, and nothing more", async () => {
    const { shopper, id } = await paid();
    await ship(await Admin.login(mall), id);
    await confirm(shopper, id);
    const events = await timeline(shopper, id);
    expect(events.map(({ type, actor_type }) => `${type} by ${actor_type}`).sort()).toEqual([
      "fulfillment_created by merchant",
      "fulfillment_shipped by merchant",
      "order_completed by shopper",
      "order_placed by shopper",
      "payment_captured by system",
      "receipt_confirmed by shopper",
      "wechat_payment_opened by shopper",
      "wechat_payment_paid by wechat",
    ]);
    const times = events.map(({ happened_at }) => Date.parse(happened_at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    for (const event of events) {
      expect(Object.keys(event).sort()).toEqual(["actor_type", "happened_at", "reason", "type"]);
    }
  });

  it("tells the merchant who canceled it, and why", async () => {
    const { shopper, id } = await placed();
    await cancel(shopper, id, { reason: "地址填错了" });
    const admin = await Admin.login(mall);
    const { events } = await admin.get<{ events: Event[] }>(`/admin/orders/${id}/timeline`);
    expect(events.filter(({ type }) => type.includes("cancel"))).toEqual([
      expect.objectContaining({
        type: "cancellation_requested",
        actor_type: "shopper",
        actor_id: shopper.customerId,
        reason: "地址填错了",
      }),
      expect.objectContaining({ type: "order_canceled", actor_type: "shopper" }),
    ]);
  });

  it("tells that a merchant canceled it", async () => {
    const { shopper, id } = await placed();
    const admin = await Admin.login(mall);
    await admin.post(`/admin/orders/${id}/cancel`, {});
    const canceled = await eventually("it is told", async () =>
      (await timeline(shopper, id)).find(({ type }) => type === "order_canceled"),
    );
    expect(canceled.actor_type).toBe("merchant");
  });

  it("is the same however often it is read", async () => {
    const { shopper, id } = await placed();
    const first = await timeline(shopper, id);
    const again = await Promise.all([1, 2, 3, 4].map(() => timeline(shopper, id)));
    for (const events of again) expect(events).toEqual(first);
  });
});

describe("somebody else's order", () => {
  it("cannot be canceled or confirmed, and its timeline is not shown", async () => {
    const { id } = await placed();
    const stranger = await Shopper.login(mall);
    for (const answer of [await cancel(stranger, id), await confirm(stranger, id)]) {
      expect(answer).toMatchObject({
        status: 404,
        body: { type: "not_found", code: "order_lifecycle.order_not_found" },
      });
    }
    expect((await stranger.call(`/store/orders/${id}/timeline`)).status).toBe(404);
    const nobody = await call(`${mall.api_url}/admin/orders/${id}/timeline`);
    expect(nobody.status).toBe(401);
  });
});
