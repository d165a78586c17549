import type { Browser } from "playwright-core";
import { Admin } from "../support/admin";
import { openAdmin, openBrowser, screenshot } from "../support/browser";
import { chromium, describeWith } from "../support/needs";
import { inStock } from "../support/products";
import { ship } from "../support/ship";
import { Shopper } from "../support/shopper";
import { stack } from "../support/stack";

describeWith(chromium, "a merchant who ships an order", (executablePath) => {
  const mall = stack();
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser(executablePath);
  });
  afterAll(() => browser.close());

  it("names the carrier that nobody could know, and sees that WeChat was told", async () => {
    const shopper = await Shopper.login(mall);
    const { id } = await shopper.placeOrder(await inStock(shopper));
    await shopper.pay(id);
    await shopper.waitForStatus(id, "awaiting_shipment", 40);
    await ship(await Admin.login(mall), id, "75312345678901");

    const { page } = await openAdmin(browser, mall);
    await page.goto(`${mall.admin_url}/orders/${id}`);
    await page.getByRole("heading", { name: "发货信息" }).waitFor();
    await page.getByText("上报失败").waitFor();
    await page.getByText("无法识别运单号 75312345678901").waitFor();
    await page.getByText("选择快递公司").scrollIntoViewIfNeeded();
    await screenshot(page, "shipping-failed");
    await page.getByText("选择快递公司").click();
    await page.getByRole("option", { name: "中通快递" }).click();
    await page.getByRole("button", { name: "重新上报" }).click();
    await page.getByText("已上报").waitFor();
    await screenshot(page, "shipping-reported");
  });
});
