import { Script } from "node:vm";
import { openShop, type Shop } from "./support/shop";

let shop: Shop;
let html: string;
let headers: Headers;
beforeAll(async () => {
  shop = await openShop();
  const response = await fetch(shop.simulator.url);
  headers = response.headers;
  html = await response.text();
});
afterAll(() => shop.close());

const scriptOf = (page: string): string => /<script nonce="[^"]+">(.*)<\/script>/s.exec(page)![1]!;

describe("The page", () => {
  it("names no address but its own", () => {
    const addresses = html.match(/(?:https?:)?\/\/[\w.-]+\.[a-z]{2,}[^\s'"]*/gi) ?? [];
    expect(addresses.filter((address) => address !== "http://www.w3.org/2000/svg")).toEqual([]);
  });

  it("allows only its own style and script, by a nonce that is new each time", async () => {
    const policy = headers.get("content-security-policy") ?? "";
    const [, nonce = ""] = /script-src 'nonce-([^']+)'/.exec(policy) ?? [];
    expect(policy).toMatch(/^default-src 'none'/);
    expect(html.split(`nonce="${nonce}"`)).toHaveLength(3);
    expect(await (await fetch(shop.simulator.url)).text()).not.toContain(nonce);
  });

  it("has a script that parses and finds every element that it fills", () => {
    const script = scriptOf(html);
    expect(() => new Script(script)).not.toThrow();
    const ids = [...script.matchAll(/(?:byId|draw)\("([\w-]+)"/g)].map((match) => match[1]!);
    expect(new Set(ids).size).toBeGreaterThan(10);
    expect(ids.filter((id) => !html.includes(`id="${id}"`))).toEqual([]);
  });

  it("never turns a merchant's words into markup", () => {
    expect(scriptOf(html)).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
  });

  it("speaks Chinese first and English beside it, and fits a phone", () => {
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain('待支付 <span lang="en">Pending payments</span>');
    expect(html).toContain('退款记录 <span lang="en">Refunds</span>');
    expect(html).toContain('content="width=device-width, initial-scale=1"');
  });
});
