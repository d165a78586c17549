import type { Admin } from "../support/admin";
import type { OwnMall } from "../support/own-mall";
import { inStock } from "../support/products";
import { weighted, type Random } from "../support/random";
import type { Shopper } from "../support/shopper";

/** What an operation works on. */
export interface Scene {
  own: OwnMall;
  admin: Admin;
  shopper: Shopper;
  random: Random;
  /** Orders that this shopper has placed. */
  orders: string[];
  /** Payment sheets that were opened: `package` of the pay parameters. */
  sheets: string[];
}

type Operation = (scene: Scene) => Promise<void>;

const buy: Operation = async ({ shopper, orders }) => {
  const { id } = await shopper.placeOrder(await inStock(shopper));
  orders.push(id);
  await shopper.pay(id);
};

const openSheet: Operation = async ({ shopper, orders, sheets }) => {
  const { id } = await shopper.placeOrder(await inStock(shopper));
  orders.push(id);
  sheets.push((await shopper.payParameters(id)).package);
};

/** Whoever left a payment sheet open may pay on it at any time, whatever became of the order. */
const payOnOldSheet: Operation = async ({ shopper, sheets, random }) => {
  const sheet = sheets[Math.floor(random() * sheets.length)];
  if (sheet !== undefined) await shopper.simulator.pay(sheet, shopper.openid);
};

const cancel: Operation = async (scene) => {
  const id = anyOrder(scene);
  if (id === undefined) return;
  await scene.shopper.call(`/store/orders/${id}/cancel`, { method: "POST", body: {} });
};

const merchantCancels: Operation = async (scene) => {
  const id = anyOrder(scene);
  if (id !== undefined) await scene.admin.post(`/admin/orders/${id}/cancel`, {});
};

const refundPart: Operation = async (scene) => {
  const id = anyOrder(scene);
  if (id === undefined) return;
  const { order } = await scene.admin.get<{
    order: { payment_collections: { payments: { id: string }[] }[] };
  }>(`/admin/orders/${id}?fields=*payment_collections.payments`);
  const payment = order.payment_collections.flatMap(({ payments }) => payments)[0];
  if (payment !== undefined) {
    await scene.admin.post(`/admin/payments/${payment.id}/refund`, { amount: 1 });
  }
};

const letDeadlinePass: Operation = async (scene) => {
  const id = anyOrder(scene);
  if (id === undefined) return;
  await scene.own.rows(
    "UPDATE order_deadline SET pay_by = now() WHERE order_id = $1 AND state = 'open'",
    [id],
  );
};

const operations = [
  [40, buy],
  [15, openSheet],
  [10, payOnOldSheet],
  [15, cancel],
  [10, merchantCancels],
  [15, refundPart],
  [5, letDeadlinePass],
] as const satisfies readonly (readonly [number, Operation])[];

/**
 * Does one thing that a shopper, a merchant or the clock does. A refusal, a broken connection or a
 * server that is gone is what a person would see and live with: what counts is the books at the end.
 *
 * @returns whether it came to its end
 */
export async function operate(scene: Scene): Promise<boolean> {
  try {
    await weighted<Operation>(scene.random, operations)(scene);
    return true;
  } catch {
    return false;
  }
}

function anyOrder({ orders, random }: Scene): string | undefined {
  return orders[Math.floor(random() * orders.length)];
}
