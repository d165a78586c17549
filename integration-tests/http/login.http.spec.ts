import { call, ok } from "../support/http";
import { Shopper } from "../support/shopper";
import { Simulator } from "../support/simulator";
import { stack } from "../support/stack";

const mall = stack();
const simulator = new Simulator(mall.simulator_url);
const key = { "x-publishable-api-key": mall.publishable_key };

interface Login {
  token: string;
  customer: { id: string; phone: string | null };
  is_new: boolean;
}

const login = (body: unknown) =>
  call<Login & { code?: string; message?: string }>(`${mall.api_url}/store/wechat/login`, {
    method: "POST",
    headers: key,
    body,
  });

const newPhone = () => `139${String(Math.floor(Math.random() * 1e8)).padStart(8, "0")}`;

describe("logging in with WeChat", () => {
  it("makes a customer at the first time and finds the same one after that", async () => {
    const first = await Shopper.login(mall);
    const again = await Shopper.login(mall, first.openid);
    expect(first.isNew).toBe(true);
    expect(again.isNew).toBe(false);
    expect(again.customerId).toBe(first.customerId);
  });

  it("makes one customer of twenty simultaneous first logins", async () => {
    const { openid } = await simulator.loginCode();
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => simulator.loginCode({ openid })),
    );
    const answers = await Promise.all(codes.map(({ code }) => login({ code })));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ body }) => body.customer.id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.is_new)).toHaveLength(1);
  });

  it("answers a token that opens the customer's own account", async () => {
    const shopper = await Shopper.login(mall);
    const { status, body } = await shopper.call<{ customer: { id: string } }>(
      "/store/customers/me",
    );
    expect(status).toBe(200);
    expect(body.customer.id).toBe(shopper.customerId);
  });

  it("answers a token that lives seven days and can be refreshed", async () => {
    const shopper = await Shopper.login(mall);
    const { token } = await ok<{ token: string }>(`${mall.api_url}/auth/token/refresh`, {
      method: "POST",
      headers: { authorization: `Bearer ${shopper.token}` },
    });
    for (const one of [shopper.token, token]) {
      const { iat, exp, actor_id } = JSON.parse(
        Buffer.from(one.split(".")[1] ?? "", "base64url").toString(),
      ) as { iat: number; exp: number; actor_id: string };
      expect(exp - iat).toBe(7 * 24 * 3600);
      expect(actor_id).toBe(shopper.customerId);
    }
  });

  it("refuses a code that was used before", async () => {
    const { code } = await simulator.loginCode();
    await login({ code });
    const { status, body } = await login({ code });
    expect({ status, code: body.code }).toEqual({ status: 400, code: "wechat_auth.code_used" });
  });

  it("refuses a code that WeChat never gave out", async () => {
    const { status, body } = await login({ code: "made-up" });
    expect({ status, code: body.code }).toEqual({ status: 400, code: "wechat_auth.code_invalid" });
  });

  it("keeps the session_key on the server", async () => {
    const { code } = await simulator.loginCode();
    const answer = await login({ code });
    expect(JSON.stringify(answer.body)).not.toMatch(/session_?key/i);
    const token = answer.body.token.split(".")[1] ?? "";
    expect(Buffer.from(token, "base64url").toString()).not.toMatch(/session_?key/i);
  });

  it("is the only way to become a customer", async () => {
    const { code } = await simulator.loginCode();
    const { status } = await call(`${mall.api_url}/auth/customer/wechat`, {
      method: "POST",
      body: { code },
    });
    expect(status).toBe(400);
  });

  it("fills in a unionid that comes later, for the same customer", async () => {
    const { openid } = await simulator.loginCode();
    const first = await login({ code: (await simulator.loginCode({ openid })).code });
    const unionid = `union-${openid}`;
    const later = await login({ code: (await simulator.loginCode({ openid, unionid })).code });
    expect(later.body.customer.id).toBe(first.body.customer.id);
  });
});

describe("a phone number", () => {
  it("is bound in the same call as the login", async () => {
    const phone = newPhone();
    const { code, openid } = await simulator.loginCode();
    const { code: phone_code } = await simulator.phoneCode(openid, phone);
    const { status, body } = await login({ code, phone_code });
    expect(status).toBe(200);
    expect(body.customer.phone).toBe(phone);
  });

  it("is bound later, and a repeated call on a bad network gives the same answer", async () => {
    const phone = newPhone();
    const shopper = await Shopper.login(mall);
    const { code } = await simulator.phoneCode(shopper.openid, phone);
    for (const _attempt of [1, 2]) {
      const { status, body } = await shopper.call<{ customer: { phone: string } }>(
        "/store/wechat/phone",
        { method: "POST", body: { code } },
      );
      expect({ status, phone: body.customer.phone }).toEqual({ status: 200, phone });
    }
  });

  it("of another customer is refused, and a login that wanted it leaves no customer behind", async () => {
    const phone = newPhone();
    const owner = await Shopper.login(mall);
    const { code } = await simulator.phoneCode(owner.openid, phone);
    await owner.call("/store/wechat/phone", { method: "POST", body: { code } });

    const stranger = await simulator.loginCode();
    const { code: phone_code } = await simulator.phoneCode(stranger.openid, phone);
    const refused = await login({ code: stranger.code, phone_code });
    expect({ status: refused.status, code: refused.body.code }).toEqual({
      status: 400,
      code: "wechat_auth.phone_in_use",
    });
    const later = await Shopper.login(mall, stranger.openid);
    expect(later.isNew).toBe(true);
  });

  it("code does not log in, and a login code proves no phone number", async () => {
    const shopper = await Shopper.login(mall);
    const { code: phoneCode } = await simulator.phoneCode(shopper.openid, newPhone());
    const asLogin = await login({ code: phoneCode });
    expect({ status: asLogin.status, code: asLogin.body.code }).toEqual({
      status: 400,
      code: "wechat_auth.code_invalid",
    });
    const { code: loginCode } = await simulator.loginCode({ openid: shopper.openid });
    const asPhone = await shopper.call<{ code: string }>("/store/wechat/phone", {
      method: "POST",
      body: { code: loginCode },
    });
    expect({ status: asPhone.status, code: asPhone.body.code }).toEqual({
      status: 400,
      code: "wechat_auth.phone_code_invalid",
    });
  });

  it("is still verified after WeChat withdrew the access token", async () => {
    const phone = newPhone();
    const shopper = await Shopper.login(mall);
    await ok(`${mall.simulator_url}/_sim/expire-access-token`, { method: "POST", body: {} });
    const { code } = await simulator.phoneCode(shopper.openid, phone);
    const { status } = await shopper.call("/store/wechat/phone", {
      method: "POST",
      body: { code },
    });
    expect(status).toBe(200);
  });
});
