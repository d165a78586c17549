import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium as driver, type Browser, type Page } from "playwright-core";
import { stateDirectory } from "../runner/paths";
import type { MallAddresses } from "./addresses";

/** Where screenshots of a run go, to be looked at. */
const screenshotDirectory = join(stateDirectory, "screenshots");

/** A headless browser that asks nobody outside for anything. */
export function openBrowser(executablePath: string): Promise<Browser> {
  return driver.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Logs a merchant in; answers the page and every address outside the shop that it asked for. */
export async function openAdmin(browser: Browser, mall: MallAddresses, language = "zh-CN") {
  const context = await browser.newContext({
    locale: language,
    viewport: { width: 1280, height: 900 },
  });
  const page = await context.newPage();
  const outside: string[] = [];
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && !request.url().startsWith(mall.api_url)) {
      outside.push(request.url());
    }
  });
  await page.goto(`${mall.admin_url}/login`);
  await page.fill("input[name=email]", mall.admin.email);
  await page.fill("input[name=password]", mall.admin.password);
  await page.click("button[type=submit]");
  await page.waitForURL((url) => !url.pathname.endsWith("/login"));
  return { page, outside };
}

/** Takes a picture of what the page shows, once it has settled. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  mkdirSync(screenshotDirectory, { recursive: true });
  await page.screenshot({ path: join(screenshotDirectory, `${name}.png`) });
}
