import { Admin } from "../support/admin";
import { eventually } from "../support/http";
import { startOwnMall, type OwnMall } from "../support/own-mall";
import { inStock } from "../support/products";
import { Shopper } from "../support/shopper";

let own: OwnMall;

/** An order that was paid without our hearing of it, right before its deadline. */
let paidUnheard: { shopper: Shopper; orderId: string };

beforeAll(async () => {
  own = await startOwnMall("deadlines");
  const shopper = await Shopper.login(own.mall);
  const { id } = await shopper.placeOrder(await inStock(shopper));
  await own.simulator.faults({ lose_notification: { count: 1 } });
  await shopper.pay(id);
  // The query schedule would find it too; here the deadline comes first.
  await own.rows(
    "UPDATE wechat_payment SET next_query_at = now() + interval '1 day' WHERE order_id = $1",
    [id],
  );
  await letDeadlinePass(id);
  paidUnheard = { shopper, orderId: id };
});
afterAll(() => own.stop());

/** Lets the deadline of an order pass now instead of in half an hour. */
const letDeadlinePass = (orderId: string) =>
  own.rows("UPDATE order_deadline SET pay_by = now() - interval '1 second' WHERE order_id = $1", [
    orderId,
  ]);

const outTradeNoOf = async (orderId: string) => {
  const [payment] = await own.rows<{ out_trade_no: string }>(
    "SELECT out_trade_no FROM wechat_payment WHERE order_id = $1",
    [orderId],
  );
  return payment?.out_trade_no ?? "";
};

const reserved = async () => {
  const [row] = await own.rows<{ sum: string }>(
    "SELECT coalesce(sum(quantity), 0) AS sum FROM reservation_item WHERE deleted_at IS NULL",
  );
  return Number(row?.sum);
};

const decided = (orderId: string) =>
  eventually(
    `the deadline of ${orderId} is decided`,
    async () => {
      const [row] = await own.rows<{ state: string }>(
        "SELECT state FROM order_deadline WHERE order_id = $1 AND state <> 'open'",
        [orderId],
      );
      return row?.state;
    },
    150,
  );

describe("an order whose payment deadline passed", () => {
  it("is closed at WeChat before it is canceled, and its stock is free again", async () => {
    const shopper = await Shopper.login(own.mall);
    const before = await reserved();
    const order = await shopper.placeOrder(await inStock(shopper));
    const { package: prepay } = await shopper.payParameters(order.id);
    expect(await reserved()).toBe(before + 1);

    // While WeChat does not answer, nothing may be concluded.
    await own.simulator.faults({
      server_error: { probability: 1, route: "POST /v3/pay/transactions/*/close" },
    });
    await letDeadlinePass(order.id);
    await eventually(
      "closing was tried",
      async () => {
        const [row] = await own.rows<{ leased_until: Date | null }>(
          "SELECT leased_until FROM order_deadline WHERE order_id = $1",
          [order.id],
        );
        return row?.leased_until ?? undefined;
      },
      90,
    );
    expect((await shopper.order(order.id)).shopper_status).toBe("awaiting_payment");
    await own.simulator.faults({});

    expect(await decided(order.id)).toBe("canceled");
    expect((await shopper.order(order.id)).shopper_status).toBe("canceled");
    expect(await reserved()).toBe(before);
    expect((await own.simulator.transaction(await outTradeNoOf(order.id)))?.state).toBe("CLOSED");
    await expect(own.simulator.pay(prepay, shopper.openid)).rejects.toThrow("closed");
    const again = await shopper.call(`/store/orders/${order.id}/pay`, { method: "POST" });
    expect(again.body).toMatchObject({ code: "wechat_pay.order_canceled" });
  }, 300_000);

  it("is kept when it was paid at the last moment and nobody had heard of it", async () => {
    const { shopper, orderId } = paidUnheard;
    expect(await decided(orderId)).toBe("kept");
    expect((await shopper.order(orderId)).shopper_status).toBe("awaiting_shipment");
  }, 300_000);
});

describe("a merchant who cancels an unpaid order", () => {
  it("closes it at WeChat too", async () => {
    const shopper = await Shopper.login(own.mall);
    const order = await shopper.placeOrder(await inStock(shopper));
    await shopper.payParameters(order.id);
    const admin = await Admin.login(own.mall);
    await admin.post(`/admin/orders/${order.id}/cancel`, {});
    expect((await shopper.order(order.id)).shopper_status).toBe("canceled");
    expect((await own.simulator.transaction(await outTradeNoOf(order.id)))?.state).toBe("CLOSED");
  });
});
