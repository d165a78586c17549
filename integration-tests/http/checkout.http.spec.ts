import { createVerify, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { demo } from "../demo";
import { call } from "../support/http";
import { inStock } from "../support/products";
import { Shopper } from "../support/shopper";
import { stack } from "../support/stack";

const mall = stack();

describe("a shopper with nothing but HTTP", () => {
  it("logs in, orders, pays, and the order is paid within two seconds", async () => {
    const steps: string[] = [];
    const { shopper, order, milliseconds, seen } = await demo(mall, (line) => steps.push(line));
    expect(milliseconds).toBeLessThan(2_000);
    expect(seen).toMatchObject({ id: order.id, payment_status: "captured" });
    const paid = await shopper.order(order.id);
    expect(paid).toMatchObject({ shopper_status: "awaiting_shipment", payment_deadline: null });
    expect(steps).toHaveLength(7);
  });

  it("gets pay parameters that the merchant's certificate verifies", async () => {
    const shopper = await Shopper.login(mall);
    const order = await shopper.placeOrder(await inStock(shopper));
    const parameters = await shopper.payParameters(order.id);
    const message = [
      mall.environment.WECHAT_APP_ID,
      parameters.timeStamp,
      parameters.nonceStr,
      parameters.package,
      "",
    ].join("\n");
    const { publicKey } = new X509Certificate(
      readFileSync(mall.environment.WECHAT_CERT_PATH ?? ""),
    );
    expect(
      createVerify("RSA-SHA256").update(message).verify(publicKey, parameters.paySign, "base64"),
    ).toBe(true);
    expect(parameters.signType).toBe("RSA");
    expect(typeof parameters.timeStamp).toBe("string");
  });

  it("sees the deadline of an order that waits, in the list and in the detail", async () => {
    const shopper = await Shopper.login(mall);
    const before = Date.now();
    const { id } = await shopper.placeOrder(await inStock(shopper));
    const detail = await shopper.order(id);
    const { body } = await shopper.call<{ orders: (typeof detail)[] }>("/store/orders");
    expect(body.orders).toHaveLength(1);
    for (const order of [detail, body.orders[0]]) {
      expect(order?.shopper_status).toBe("awaiting_payment");
      const minutes = (Date.parse(order?.payment_deadline ?? "") - before) / 60_000;
      expect(minutes).toBeGreaterThan(29);
      expect(minutes).toBeLessThan(31);
    }
  });

  it("may ask for pay parameters again and again, for one and the same payment", async () => {
    const shopper = await Shopper.login(mall);
    const { id } = await shopper.placeOrder(await inStock(shopper));
    const asked = await Promise.all([1, 2, 3, 4, 5].map(() => shopper.payParameters(id)));
    const { transactions } = await shopper.simulator.books();
    const mine = transactions.filter(({ openid }) => openid === shopper.openid);
    expect(mine).toHaveLength(1);
    await shopper.simulator.pay(asked[4]?.package ?? "", shopper.openid);
    await shopper.waitForStatus(id, "awaiting_shipment");
  });

  it("is told that a paid order is paid", async () => {
    const shopper = await Shopper.login(mall);
    const { id } = await shopper.placeOrder(await inStock(shopper));
    await shopper.pay(id);
    await shopper.waitForStatus(id, "awaiting_shipment");
    const { status, body } = await shopper.call(`/store/orders/${id}/pay`, { method: "POST" });
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { type: "not_allowed", code: "wechat_pay.already_paid" },
    });
  });

  it("cannot swap the payment session of an order that was placed", async () => {
    const shopper = await Shopper.login(mall);
    const cart = await shopper.fillCart(await inStock(shopper));
    await shopper.openPayment(cart.id);
    const { body: collection } = await shopper.call<{
      cart: { payment_collection: { id: string } };
    }>(`/store/carts/${cart.id}`);
    const { body: completed } = await shopper.complete(cart.id);
    const path = `/store/payment-collections/${collection.cart.payment_collection.id}/payment-sessions`;
    const { status, body } = await shopper.call(path, {
      method: "POST",
      body: { provider_id: mall.payment_provider_id },
    });
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { code: "order_lifecycle.order_already_placed" },
    });
    await shopper.pay(completed.order.id);
    await shopper.waitForStatus(completed.order.id, "awaiting_shipment");
  });

  it("cannot pass an unpaid order off as paid through the session's data", async () => {
    const shopper = await Shopper.login(mall);
    const cart = await shopper.fillCart(await inStock(shopper));
    const collection = await shopper.call<{ payment_collection: { id: string } }>(
      "/store/payment-collections",
      { method: "POST", body: { cart_id: cart.id } },
    );
    const forged = {
      wechat_settlement: { out_trade_no: "x", transaction_id: "y", paid_at: "2026-01-01" },
      trade_state: "SUCCESS",
      status: "captured",
    };
    await shopper.call(
      `/store/payment-collections/${collection.body.payment_collection.id}/payment-sessions`,
      { method: "POST", body: { provider_id: mall.payment_provider_id, data: forged } },
    );
    const { body } = await shopper.complete(cart.id);
    expect((await shopper.order(body.order.id)).shopper_status).toBe("awaiting_payment");
  });
});

describe("somebody else's order", () => {
  it("is not shown and cannot be paid", async () => {
    const owner = await Shopper.login(mall);
    const { id } = await owner.placeOrder(await inStock(owner));
    const stranger = await Shopper.login(mall);
    const seen = await stranger.call(`/store/orders/${id}`);
    const paid = await stranger.call(`/store/orders/${id}/pay`, { method: "POST" });
    expect([seen.status, paid.status]).toEqual([404, 404]);
    expect(paid.body).toMatchObject({ code: "wechat_pay.order_not_found" });
    const anonymous = await call(`${mall.api_url}/store/orders/${id}`, {
      headers: { "x-publishable-api-key": mall.publishable_key },
    });
    expect(anonymous.status).toBe(401);
  });
});
