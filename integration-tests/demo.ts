import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Admin } from "./support/admin";
import type { MallAddresses } from "./support/addresses";
import { Shopper } from "./support/shopper";

/** A shopper's way from the login to a paid order; `tell` hears about each step. */
export async function demo(mall: MallAddresses, tell: (line: string) => void) {
  const shopper = await Shopper.login(mall);
  tell(`登录成功 logged in as ${shopper.customerId} (${shopper.isNew ? "new" : "known"} customer)`);
  const products = await shopper.products();
  const product = products.find(({ variants }) => (variants[0]?.inventory_quantity ?? 0) > 0);
  const variant = product?.variants[0];
  if (product === undefined || variant === undefined) throw new Error("Nothing is in stock");
  tell(
    `看到 ${String(products.length)} 件商品 products; choosing ${product.title} ${variant.title}`,
  );
  const order = await shopper.placeOrder([{ variant_id: variant.id, quantity: 2 }]);
  const placed = await shopper.order(order.id);
  tell(
    `已下单 order #${String(order.display_id)}, ¥${String(order.total)}, ${placed.shopper_status}`,
  );
  tell(`请在 ${String(placed.payment_deadline)} 前付款 (payment deadline)`);
  const parameters = await shopper.payParameters(order.id);
  tell(`wx.requestPayment ${parameters.package}, paySign ${parameters.paySign.slice(0, 16)}…`);
  await shopper.simulator.pay(parameters.package, shopper.openid);
  const milliseconds = await shopper.waitForStatus(order.id, "awaiting_shipment");
  tell(
    `已支付 paid, ${(await shopper.order(order.id)).shopper_status} after ${String(Math.round(milliseconds))} ms`,
  );
  const seen = await (await Admin.login(mall)).order(order.id);
  tell(`商家后台 the admin sees #${String(seen.display_id)}: ${seen.payment_status}`);
  return { shopper, order, parameters, milliseconds, seen };
}

function runningMall(): MallAddresses {
  const file = join(__dirname, "..", ".mall", "dev.json");
  try {
    return JSON.parse(readFileSync(file, "utf8")) as MallAddresses;
  } catch (cause) {
    throw new Error("No mall is running here; start one with: npm start", { cause });
  }
}

if (require.main === module) {
  let step = 0;
  demo(runningMall(), (line) => {
    step += 1;
    process.stdout.write(`${String(step)}. ${line}\n`);
  }).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
