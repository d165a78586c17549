import { systemClock } from "@mall/kernel";
import type { Browser } from "playwright-core";
import { openAdmin, openBrowser, screenshot } from "../support/browser";
import { chromium, describeWith } from "../support/needs";
import { inStock } from "../support/products";
import { Shopper } from "../support/shopper";
import { stack } from "../support/stack";

/** Today in Shanghai, `YYYY-MM-DD`. */
const today = () =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(systemClock.now());

describeWith(chromium, "a merchant who reconciles", (executablePath) => {
  const mall = stack();
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser(executablePath);
  });
  afterAll(() => browser.close());

  it("picks a day, sees both sides, and takes a difference to its order", async () => {
    const shopper = await Shopper.login(mall);
    const order = await shopper.placeOrder(await inStock(shopper));
    await shopper.pay(order.id);
    await shopper.waitForStatus(order.id, "awaiting_shipment");
    await shopper.simulator.faults({
      bill_wrong_amount: { count: 1, route: "GET /v3/bill/tradebill" },
      bill_extra_row: { count: 1, route: "GET /v3/bill/tradebill" },
    });
    const { page, outside } = await openAdmin(browser, mall);
    await page.getByRole("link", { name: "对账" }).first().click();
    await page.getByRole("heading", { name: "对账" }).waitFor();
    await page.getByLabel("账单日期").fill(today());
    await page.getByRole("button", { name: "开始对账" }).click();
    const row = page.locator("tbody tr").filter({ hasText: today() }).first();
    await row.getByText("有差异").waitFor();
    await shopper.simulator.faults({});
    await screenshot(page, "reconciliations");

    await row.click();
    await page.getByText("差异明细").waitFor();
    await page.getByText("我方缺失").first().waitFor();
    await page.getByText("金额不符").first().waitFor();
    await page.getByText("待人工处理").first().waitFor();
    await screenshot(page, "reconciliation");

    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "导出差异" }).click();
    expect((await download).suggestedFilename()).toMatch(/^reconciliation-.*\.csv$/);

    await page.getByRole("link", { name: "查看订单" }).first().click();
    await page.getByRole("heading", { name: "订单进度" }).waitFor();
    expect(outside).toEqual([]);
  });

  it("reads the same in English", async () => {
    const { page } = await openAdmin(browser, mall, "en-US");
    await page.context().addCookies([{ name: "lng", value: "en", url: mall.api_url }]);
    await page.goto(`${mall.admin_url}/reconciliation`);
    await page.getByRole("heading", { name: "Reconciliation" }).waitFor();
    await page.getByRole("button", { name: "Reconcile" }).waitFor();
    await screenshot(page, "reconciliation-en");
  });
});
