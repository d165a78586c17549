import type { Browser, Page } from "playwright-core";
import { Admin } from "../support/admin";
import { openAdmin, openBrowser, screenshot } from "../support/browser";
import { chromium, describeWith } from "../support/needs";
import { raiseException } from "../support/payment-exceptions";
import { inStock } from "../support/products";
import { Shopper } from "../support/shopper";
import { stack } from "../support/stack";

/** As it is noticed when an order is paid twice; the last one is nothing that the page knows. */
const transaction = {
  transaction_id: "4200002026112710000000000001",
  paid_fen: 4580,
  openid: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
  paid_at: "2026-11-27T10:15:00+08:00",
  trade_state: "SUCCESS",
  expected_amount: 45.8,
  booked_transaction_id: "4200002026112710000000000000",
  unheard_of: "kept as it is",
};

describeWith(chromium, "a merchant and the payment exceptions", (executablePath) => {
  const mall = stack();
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser(executablePath);
  });
  afterAll(() => browser.close());

  async function decideEverything(): Promise<void> {
    const admin = await Admin.login(mall);
    const path = "/admin/payment-exceptions";
    for (;;) {
      const { payment_exceptions: open } = await admin.get<{
        payment_exceptions: { id: string }[];
      }>(`${path}?state=open&limit=100`);
      if (open.length === 0) return;
      for (const { id } of open) await admin.post(`${path}/${id}/accept`, { note: "已核对" });
    }
  }

  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

  it("is told that there is nothing to do, once everything is decided", async () => {
    await decideEverything();
    const { page, outside } = await openAdmin(browser, mall);
    await page.getByRole("link", { name: "支付异常" }).first().click();
    await page.getByText("没有需要处理的支付异常").waitFor();
    await screenshot(page, "payment-exceptions-empty");
    expect(outside).toEqual([]);
  });

  it("finds one, reads what happened and closes it with a reason", async () => {
    const shopper = await Shopper.login(mall);
    const order = await shopper.placeOrder(await inStock(shopper));
    const seen = { orderId: order.id, evidence: transaction };
    await raiseException(mall, { ...seen, kind: "second_success", amount: "45.8" });
    await raiseException(mall, { kind: "unknown_payment", amount: "19.9" });
    await raiseException(mall, { ...seen, kind: "refund_not_enough", amount: "12" });
    await raiseException(mall, { kind: "bill_missing_there", raisedAt: new Date("2026-11-26") });

    const { page } = await openAdmin(browser, mall);
    await page.goto(`${mall.admin_url}/payment-exceptions`);
    await page.getByText("商户余额不足，退不出款").waitFor();
    await page
      .getByRole("link", { name: `#${String(order.display_id)}` })
      .first()
      .waitFor();
    await screenshot(page, "payment-exceptions-list");

    await page.getByRole("link", { name: "同一订单付了两次" }).click();
    await page.getByText("把第二笔钱退给付款人。").waitFor();
    await page.getByText("已入账的微信支付订单号").waitFor();
    await page.getByText("unheard_of").waitFor();
    await page.getByText("成功", { exact: true }).waitFor();
    await screenshot(page, "payment-exception-detail");

    await button(page, "标记为已处理").click();
    const dialog = page.getByRole("alertdialog");
    expect(await button(page, "标记为已处理").last().isDisabled()).toBe(true);
    await dialog.getByLabel("说明").fill("买家来电确认，改为门店现金退回");
    await screenshot(page, "payment-exception-accept");
    await dialog.getByRole("button", { name: "标记为已处理" }).click();
    await page.getByText("已标记为已处理").first().waitFor();
    await page.getByText("人工处理完毕").waitFor();
    await page.getByText("买家来电确认，改为门店现金退回").waitFor();
    expect(await button(page, "退款给付款人").count()).toBe(0);
    await screenshot(page, "payment-exception-resolved");

    await page.goto(`${mall.admin_url}/payment-exceptions?state=resolved`);
    await page.getByRole("cell", { name: "人工处理完毕" }).first().waitFor();
    await screenshot(page, "payment-exceptions-resolved");
  });

  it("is told in Chinese when somebody else was faster, and sees what they decided", async () => {
    const id = await raiseException(mall, { kind: "bill_amount", amount: "8.8" });
    const { page } = await openAdmin(browser, mall);
    const address = `${mall.admin_url}/payment-exceptions/${id}`;
    await page.goto(address);
    await button(page, "标记为已处理").click();
    await page.getByLabel("说明").fill("已核对");

    const colleague = await page.context().newPage();
    await colleague.goto(address);
    await button(colleague, "标记为已处理").click();
    await colleague.getByLabel("说明").fill("财务已核对");
    await button(colleague, "标记为已处理").last().click();
    await colleague.getByText("人工处理完毕").waitFor();

    await page.getByRole("alertdialog").getByRole("button", { name: "标记为已处理" }).click();
    await page.getByText("这条异常刚才已经有人处理了。").first().waitFor();
    await page.getByText("财务已核对").waitFor();
  });

  it("reads it in English, if that is the language", async () => {
    const id = await raiseException(mall, { kind: "refund_abnormal", amount: "8.8" });
    const { page } = await openAdmin(browser, mall);
    await page.context().addCookies([{ name: "lng", value: "en", url: mall.api_url }]);
    await page.goto(`${mall.admin_url}/payment-exceptions/${id}`);
    await page.getByText("Shopper's account takes no refund").first().waitFor();
    await button(page, "Retry refund").waitFor();
    await screenshot(page, "payment-exception-english");
  });
});
