import type { Browser } from "playwright-core";
import { demo } from "../demo";
import { openAdmin, openBrowser, screenshot } from "../support/browser";
import { chromium, describeWith } from "../support/needs";
import { inStock } from "../support/products";
import { Shopper } from "../support/shopper";
import { stack } from "../support/stack";

describeWith(chromium, "a merchant in the admin", (executablePath) => {
  const mall = stack();
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser(executablePath);
  });
  afterAll(() => browser.close());

  it("logs in and finds Chinese menus, without having chosen a language", async () => {
    const { page } = await openAdmin(browser, mall);
    for (const menu of ["订单", "商品", "库存", "客户", "设置"]) {
      await page.getByRole("link", { name: menu }).first().waitFor();
    }
  });

  it("sees a paid order, with its WeChat payment", async () => {
    const { order, seen } = await demo(mall, () => undefined);
    const { page } = await openAdmin(browser, mall);
    await page.goto(`${mall.admin_url}/orders/${order.id}`);
    await page
      .getByText(`#${String(seen.display_id)}`)
      .first()
      .waitFor();
    const progress = page.getByRole("heading", { name: "订单进度" });
    await progress.waitFor();
    await page.getByText("待发货").first().waitFor();
    await page.getByText("已收款").first().waitFor();
    await page.getByText("微信支付订单号").waitFor();
    await screenshot(page, "paid-order");
  });

  it("sees until when an unpaid order can be paid", async () => {
    const shopper = await Shopper.login(mall);
    const { id } = await shopper.placeOrder(await inStock(shopper));
    const { page } = await openAdmin(browser, mall);
    await page.goto(`${mall.admin_url}/orders/${id}`);
    await page.getByText("付款截止").waitFor();
    await page.getByText("待付款").first().waitFor();
    await screenshot(page, "unpaid-order");
  });

  it("sees what happened to an order, newest first, with the reason of a cancellation", async () => {
    const shopper = await Shopper.login(mall);
    const { id } = await shopper.placeOrder(await inStock(shopper));
    await shopper.payParameters(id);
    await shopper.call(`/store/orders/${id}/cancel`, {
      method: "POST",
      body: { reason: "地址填错了" },
    });
    const { page } = await openAdmin(browser, mall);
    await page.goto(`${mall.admin_url}/orders/${id}`);
    const title = page.getByRole("heading", { name: "订单动态" });
    await title.waitFor();
    await page.getByText("申请取消订单").waitFor();
    await page.getByText("原因：地址填错了").first().waitFor();
    await page.getByText("提交订单").waitFor();
    await title.scrollIntoViewIfNeeded();
    await screenshot(page, "order-timeline");
  });

  it("sees the list of orders without asking anybody outside the shop", async () => {
    const shopper = await Shopper.login(mall);
    await shopper.placeOrder(await inStock(shopper));
    const { page, outside } = await openAdmin(browser, mall);
    await page.goto(`${mall.admin_url}/orders`);
    await page.locator("tbody tr").first().waitFor();
    await screenshot(page, "orders");
    expect(outside).toEqual([]);
  });

  it("sees products with pictures of the shop's own", async () => {
    const { page } = await openAdmin(browser, mall);
    await page.goto(`${mall.admin_url}/products`);
    await page.locator("tbody img").first().waitFor();
    const broken = await page
      .locator("tbody img")
      .evaluateAll(
        (images) =>
          (images as unknown as { naturalWidth: number; complete: boolean }[]).filter(
            (image) => image.complete && image.naturalWidth === 0,
          ).length,
      );
    expect(broken).toBe(0);
    await screenshot(page, "products");
  });
});
