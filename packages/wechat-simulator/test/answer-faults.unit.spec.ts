import { ask, control, eventually } from "./support/control";
import { signatureHolds, type PayAnswer } from "./support/merchant";
import { openShop, type Shop } from "./support/shop";
import { changeJson } from "../src/pay/send";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());
afterEach(() => ask(shop.simulator, "PUT", "/faults", {}));

const setFaults = (faults: object) => ask(shop.simulator, "PUT", "/faults", faults);

async function holds(answer: PayAnswer): Promise<boolean> {
  const [certificate] = (await shop.merchant.certificates()).values();
  return signatureHolds(certificate!, (name) => answer.headers.get(name), answer.text);
}

describe("A fault of answers", () => {
  it("server_error: refused before anything takes place, so many times", async () => {
    await setFaults({ server_error: { count: 2 } });
    const order = shop.merchant.order(await shop.person());
    const answers = [];
    for (let time = 0; time < 3; time += 1) {
      answers.push(await shop.merchant.prepay(order));
    }
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 200]);
    expect(answers[0]!.json).toMatchObject({ code: "SYSTEM_ERROR" });
    expect(await holds(answers[0]!)).toBe(true);
  });

  it("server_error: can be another status, on one route only, of either API", async () => {
    await setFaults({
      server_error: { probability: 1, status: 502, route: "GET /sns/*" },
    });
    const login = await fetch(`${shop.simulator.url}/sns/jscode2session?js_code=1`);
    expect(login.status).toBe(502);
    expect(await login.json()).toMatchObject({ errcode: -1 });
    expect((await shop.merchant.call("GET", "/v3/certificates")).status).toBe(200);
  });

  it("cut_off_after_effect: the order exists, the answer does not", async () => {
    await setFaults({ cut_off_after_effect: { count: 1, route: "POST /v3/pay/*" } });
    const order = shop.merchant.order(await shop.person());
    await expect(shop.merchant.prepay(order)).rejects.toThrow("fetch failed");
    expect((await shop.merchant.query(order.out_trade_no)).json.trade_state).toBe("NOTPAY");
    expect((await shop.merchant.prepay(order)).status).toBe(200);
    const { requests } = await ask(shop.simulator, "GET", "/books");
    expect(requests["POST /v3/pay/transactions/jsapi"].cut_off).toBe(1);
  });

  it("cut_off_after_effect: waits for a request that has an effect", async () => {
    await setFaults({ cut_off_after_effect: { count: 1 } });
    expect((await shop.merchant.query("never-ordered")).status).toBe(404);
    await expect(shop.merchant.call("GET", "/v3/certificates")).rejects.toThrow("fetch failed");
  });

  it("slow_answer: the effect comes at once, the answer later", async () => {
    await setFaults({ slow_answer: { count: 1, ms: 1500, route: "/*/jsapi" } });
    const order = shop.merchant.order(await shop.person());
    const start = performance.now();
    let answered = false;
    const slow = shop.merchant.prepay(order).finally(() => (answered = true));
    await eventually(async () => (await shop.merchant.query(order.out_trade_no)).status === 200);
    expect(answered).toBe(false);
    expect((await slow).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(1490);
  });

  it("unsigned_answer: no signature at all", async () => {
    await setFaults({ unsigned_answer: { count: 1 } });
    const answer = await shop.merchant.call("GET", "/v3/certificates");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("wechatpay-signature")).toBeNull();
  });

  it("tampered_answer: still JSON, no longer what was signed", async () => {
    const { request, prepayId } = await shop.openOrder();
    await setFaults({ tampered_answer: { count: 1 } });
    const answer = await shop.merchant.prepay(request);
    expect(answer.json.prepay_id).toMatch(/^wx/);
    expect(answer.json.prepay_id).not.toBe(prepayId);
    expect(await holds(answer)).toBe(false);
  });

  it("tampered_answer: breaks the signature of an empty answer too", async () => {
    const { outTradeNo } = await shop.openOrder();
    await setFaults({ tampered_answer: { count: 1 } });
    const answer = await shop.merchant.close(outTradeNo);
    expect(answer.status).toBe(204);
    expect(await holds(answer)).toBe(false);
  });

  it("forge_signature and stale_timestamp strike answers when told to", async () => {
    await setFaults({ forge_signature: { count: 1, target: "answer" } });
    expect(await holds(await shop.merchant.call("GET", "/v3/certificates"))).toBe(false);
    await setFaults({ stale_timestamp: { count: 1, target: "answer" } });
    const stale = await shop.merchant.call("GET", "/v3/certificates");
    const age = shop.merchant.nowSeconds() - Number(stale.headers.get("wechatpay-timestamp"));
    expect([await holds(stale), age > 300]).toEqual([true, true]);
  });

  it("never strikes the control routes", async () => {
    await setFaults({
      server_error: { probability: 1 },
      cut_off_after_effect: { probability: 1 },
    });
    expect((await control(shop.simulator, "GET", "/books")).status).toBe(200);
  });
});

describe("Changing a JSON text", () => {
  it.each([
    ['{"prepay_id":"wx01"}', '{"prepay_id":"wx02"}'],
    ['{"total":10}', '{"total":11}'],
    ["{}", undefined],
  ])("%s becomes %s", (before, after) => {
    expect(changeJson(before)).toBe(after);
  });
});
