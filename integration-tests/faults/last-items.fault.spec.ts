import { Admin } from "../support/admin";
import { startOwnMall, type OwnMall } from "../support/own-mall";
import { Shopper } from "../support/shopper";

const SHOPPERS = 100;
const LEFT = 10;

let own: OwnMall;

beforeAll(async () => {
  own = await startOwnMall("last_items");
});
afterAll(() => own.stop());

interface InventoryItem {
  id: string;
  sku: string;
  location_levels: { location_id: string; stocked_quantity: number; reserved_quantity: number }[];
}

async function stockOf(admin: Admin, sku: string): Promise<InventoryItem> {
  const { inventory_items } = await admin.get<{ inventory_items: InventoryItem[] }>(
    `/admin/inventory-items?sku=${encodeURIComponent(sku)}&fields=id,sku,*location_levels`,
  );
  const [item] = inventory_items;
  if (item === undefined) throw new Error(`No inventory item ${sku}`);
  return item;
}

describe("a hundred shoppers at once who want the last ten of a product", () => {
  it("place exactly ten orders, and the simulator's books hold exactly the paid ones", async () => {
    const admin = await Admin.login(own.mall);
    const first = await Shopper.login(own.mall);
    const variant = (await first.products())[0]?.variants[0];
    if (variant === undefined) throw new Error("No product");
    const item = await stockOf(admin, variant.sku);
    const location = item.location_levels[0]?.location_id ?? "";
    await admin.post(`/admin/inventory-items/${item.id}/location-levels/${location}`, {
      stocked_quantity: LEFT,
    });

    const results = await Promise.all(
      Array.from({ length: SHOPPERS }, () => buyOne(own, variant.id)),
    );
    const placed = results.filter((one) => one.order !== undefined);
    expect(placed).toHaveLength(LEFT);
    // Everybody else was told so, in a 4xx, and has nothing to pay.
    const refused = results.filter((one) => one.order === undefined);
    expect(refused.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);

    const [level] = (await stockOf(admin, variant.sku)).location_levels;
    expect(level).toMatchObject({ stocked_quantity: LEFT, reserved_quantity: LEFT });

    await Promise.all(
      placed.map(({ shopper, order }) => shopper.waitForStatus(order.id, "awaiting_shipment", 30)),
    );
    const { transactions, balance } = await own.simulator.books();
    expect(transactions.map(({ state, openid }) => ({ state, openid })).sort(byOpenid)).toEqual(
      placed.map(({ shopper }) => ({ state: "SUCCESS", openid: shopper.openid })).sort(byOpenid),
    );
    const captured = await own.rows<{ fen: string }>(
      "SELECT (sum(amount) * 100)::bigint AS fen FROM capture",
    );
    expect(Number(captured[0]?.fen)).toBe(balance.received);
  }, 600_000);
});

const byOpenid = (a: { openid: string }, b: { openid: string }) => a.openid.localeCompare(b.openid);

/** Log in, fill a cart, order, pay: as far as it goes. */
async function buyOne({ mall }: OwnMall, variantId: string) {
  const shopper = await Shopper.login(mall);
  const cart = await shopper.fillCart([{ variant_id: variantId, quantity: 1 }]);
  await shopper.openPayment(cart.id);
  const { status, body } = await shopper.complete(cart.id);
  if (body.type !== "order") return { shopper, status, order: undefined };
  await shopper.pay(body.order.id);
  return { shopper, status, order: body.order };
}
