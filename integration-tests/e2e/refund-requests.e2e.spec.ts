import type { Browser } from "playwright-core";
import { Admin } from "../support/admin";
import { openAdmin, openBrowser, screenshot } from "../support/browser";
import { chromium, describeWith } from "../support/needs";
import { inStock } from "../support/products";
import { filed, refundRequest, ship } from "../support/refund-requests";
import { Shopper } from "../support/shopper";
import { stack } from "../support/stack";

describeWith(chromium, "a merchant who looks after refund requests", (executablePath) => {
  const mall = stack();
  let browser: Browser;
  let admin: Admin;
  let shopper: Shopper;
  beforeAll(async () => {
    browser = await openBrowser(executablePath);
    admin = await Admin.login(mall);
    shopper = await Shopper.login(mall);
  });
  afterAll(() => browser.close());

  async function shippedOrder() {
    const order = await shopper.placeOrder(await inStock(shopper));
    await shopper.pay(order.id);
    await shopper.waitForStatus(order.id, "awaiting_shipment");
    const [item] = await ship(admin, order.id);
    return { ...order, items: [{ item_id: item?.id, quantity: item?.quantity }] };
  }

  it("finds one in the list, reads it and refuses it with a reason", async () => {
    const order = await shippedOrder();
    const { id } = await filed(shopper, order.id, {
      reason: "not_fresh",
      note: "收到时已经不新鲜了",
      items: order.items,
      images: [`${mall.api_url}/static/missing.jpg`],
    });
    const { page } = await openAdmin(browser, mall);
    await page.getByRole("link", { name: "售后" }).click();
    await page.getByRole("heading", { name: "售后" }).waitFor();
    await page.getByText(`#${String(order.display_id)}`).click();
    await page.getByText("收到时已经不新鲜了").waitFor();
    await screenshot(page, "refund-request-open");

    await page.getByLabel("拒绝原因（买家可见）").fill("签收时已验货");
    await page.getByRole("button", { name: "拒绝" }).click();
    await page.getByText("拒绝这个申请？").waitFor();
    await screenshot(page, "refund-request-prompt");
    await page.getByRole("button", { name: "确定" }).click();
    await page.getByText("已拒绝申请").first().waitFor();
    await screenshot(page, "refund-request-refused");
    expect(await refundRequest(admin, id)).toMatchObject({
      state: "refused",
      refuse_reason: "签收时已验货",
    });
  });

  it("lets goods come back, and sees the request at the order", async () => {
    const order = await shippedOrder();
    const { id } = await filed(shopper, order.id, {
      type: "return_and_refund",
      amount: 2,
      items: order.items,
    });
    const { page } = await openAdmin(browser, mall);
    await page.goto(`${mall.admin_url}/orders/${order.id}`);
    await page.getByRole("heading", { name: "售后申请" }).waitFor();
    await screenshot(page, "refund-request-at-order");
    await page.getByRole("link", { name: "查看" }).click();

    const amount = page.getByLabel("退款金额（元）");
    await amount.fill("2.01");
    expect(await page.getByRole("button", { name: "同意" }).isDisabled()).toBe(true);
    await amount.fill("1.5");
    await page.getByRole("button", { name: "同意" }).click();
    await page.getByText("同意退款？").waitFor();
    await page.getByRole("button", { name: "确定" }).click();
    await page.getByRole("button", { name: "确认收到退货" }).waitFor();
    await screenshot(page, "refund-request-awaiting-return");
    expect(await refundRequest(admin, id)).toMatchObject({
      state: "awaiting_return",
      approved_amount: 1.5,
    });
  });

  it("sees the page in English too", async () => {
    await filed(shopper, (await shippedOrder()).id);
    const { page } = await openAdmin(browser, mall);
    await page.evaluate('localStorage.setItem("lng", "en"); document.cookie = "lng=en; path=/"');
    await page.goto(`${mall.admin_url}/refund-requests`);
    await page.getByRole("heading", { name: "After-sale" }).waitFor();
    await page.locator("tbody tr").first().waitFor();
    await screenshot(page, "refund-requests-en");
  });
});
