import { systemClock } from "../src/clock";
import { openShop, type Shop } from "./support/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const nowSeconds = (): number => Math.floor(systemClock.now().getTime() / 1000);

describe("A request to WeChat Pay", () => {
  it("passes when the merchant signed exactly the bytes that are sent", async () => {
    const order = JSON.stringify(shop.merchant.order(await shop.person()), null, 3);
    const answer = await shop.merchant.call("POST", "/v3/pay/transactions/jsapi", order);
    expect(answer.status).toBe(200);
  });

  it("passes with the Authorization fields in another order", async () => {
    const { merchant } = shop;
    const usual = merchant.authorization("GET", "/v3/certificates", "", {});
    const [scheme, list = ""] = usual.split(" ");
    const authorization = `${scheme} ${list.split(",").reverse().join(",")}`;
    const answer = await merchant.call("GET", "/v3/certificates", undefined, { authorization });
    expect(answer.status).toBe(200);
  });

  it.each([
    ["no Authorization", { authorization: "" }, "authorization"],
    ["another scheme", { authorization: 'WECHATPAY2-RSA mchid="1"' }, "authorization"],
    ["a foreign mchid", { mchid: "1900000000" }, "mchid"],
    ["a foreign serial", { serial: "5157F09EFDC096DE15EBE81A47057A7232F1B8E1" }, "serial_no"],
    ["a timestamp 301 seconds old", { timestamp: nowSeconds() - 302 }, "timestamp"],
    ["a timestamp 301 seconds ahead", { timestamp: nowSeconds() + 330 }, "timestamp"],
    ["a signature over another body", { signedBody: '{"total":1}' }, "signature"],
  ])("is refused with SIGN_ERROR for %s", async (_what, choices, field) => {
    const order = shop.merchant.order(await shop.person());
    const answer = await shop.merchant.prepay(order, {
      ...choices,
      ...("authorization" in choices && { headers: { Authorization: choices.authorization } }),
    });
    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({
      code: "SIGN_ERROR",
      message: expect.any(String),
      detail: { field, location: "authorization" },
    });
    expect((await shop.merchant.query(order.out_trade_no)).json.code).toBe("ORDER_NOT_EXIST");
  });

  it("passes at the edge of the five minutes", async () => {
    const timestamp = nowSeconds() - 295;
    const answer = await shop.merchant.call("GET", "/v3/certificates", undefined, { timestamp });
    expect(answer.status).toBe(200);
  });

  it("is refused when its nonce was used before", async () => {
    const choices = { nonce: "593BEC0C930BF1AFEB40B4A08C8FB242" };
    const first = await shop.merchant.call("GET", "/v3/certificates", undefined, choices);
    const second = await shop.merchant.call("GET", "/v3/certificates", undefined, choices);
    expect([first.status, second.status]).toEqual([200, 401]);
    expect(second.json).toMatchObject({ code: "SIGN_ERROR", detail: { field: "nonce_str" } });
  });

  it("does not let a badly signed request use up a nonce", async () => {
    const nonce = "0123456789abcdef0123456789abcdef";
    const forged = { nonce, signedBody: "other" };
    expect((await shop.merchant.call("GET", "/v3/certificates", undefined, forged)).status).toBe(
      401,
    );
    const honest = await shop.merchant.call("GET", "/v3/certificates", undefined, { nonce });
    expect(honest.status).toBe(200);
  });

  it("signs the query string too", async () => {
    const { merchant } = shop;
    const path = "/v3/pay/transactions/out-trade-no/ABCDEF0001";
    const authorization = merchant.authorization("GET", path, "", {});
    const answer = await merchant.call("GET", `${path}?mchid=1`, undefined, { authorization });
    expect(answer.json).toMatchObject({
      code: "SIGN_ERROR",
      detail: { sign_information: { method: "GET", url: `${path}?mchid=1` } },
    });
  });

  it("needs Accept and User-Agent, and JSON for a body", async () => {
    const { merchant } = shop;
    const order = merchant.order(await shop.person());
    const plain = await merchant.prepay(order, { headers: { "Content-Type": "text/plain" } });
    const image = await merchant.prepay(order, { headers: { Accept: "image/png" } });
    expect([plain.status, image.status]).toEqual([400, 400]);
    expect([plain.json.code, image.json.code]).toEqual(["PARAM_ERROR", "PARAM_ERROR"]);
  });

  it("is refused in WeChat's shape when the body is huge or packed", async () => {
    const { merchant } = shop;
    const huge = await merchant.prepay({ description: "橙".repeat(1_000_000) });
    expect(huge.status).toBe(413);
    expect(huge.json.code).toBe("PARAM_ERROR");
    const packed = await merchant.prepay({}, { headers: { "Content-Encoding": "gzip" } });
    expect(packed.status).toBe(415);
  });

  it("to an unknown address gets a signed 404", async () => {
    const answer = await shop.merchant.call("GET", "/v3/nothing/here");
    expect(answer.status).toBe(404);
    expect(answer.json.code).toBe("RESOURCE_NOT_EXISTS");
    expect(answer.headers.get("wechatpay-signature")).toMatch(/^[\w+/]+=*$/);
  });
});
