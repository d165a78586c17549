import { ask, type Json } from "./support/control";
import { DAY, HandClock, MINUTE, openShop, SECOND, type Shop } from "./support/shop";

let shop: Shop;
let clock: HandClock;
beforeAll(async () => {
  clock = new HandClock();
  shop = await openShop({ clock });
});
afterAll(() => shop.close());
// Two days on, every token has run out and every quota is new: no test sees another.
beforeEach(() => clock.advance(2 * DAY));

async function login(code: string, other: Record<string, string> = {}): Promise<Json> {
  const { appId, appSecret } = shop.simulator.credentials;
  const query = new URLSearchParams({
    appid: appId,
    secret: appSecret,
    js_code: code,
    grant_type: "authorization_code",
    ...other,
  });
  const response = await fetch(`${shop.simulator.url}/sns/jscode2session?${query.toString()}`);
  expect(response.status).toBe(200);
  return response.json();
}

async function post(path: string, body: unknown): Promise<Json> {
  const response = await fetch(shop.simulator.url + path, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return response.json();
}

const stableToken = (other: Record<string, unknown> = {}): Promise<Json> => {
  const { appId: appid, appSecret: secret } = shop.simulator.credentials;
  return post("/cgi-bin/stable_token", {
    grant_type: "client_credential",
    appid,
    secret,
    ...other,
  });
};

const phoneNumber = (token: string, code: string): Promise<Json> =>
  post(`/wxa/business/getuserphonenumber?access_token=${token}`, { code });

const loginCode = (body: object = {}): Promise<Json> =>
  ask(shop.simulator, "POST", "/login-code", body);

describe("A login code", () => {
  it("becomes an openid and a session key, with no errcode", async () => {
    const { code, openid } = await loginCode();
    expect(await login(code)).toEqual({ openid, session_key: expect.stringMatching(/^.{22}==$/) });
  });

  it("brings the unionid of a person who has one, also later", async () => {
    const { code, openid } = await loginCode({ openid: "oDemo-1" });
    expect(await login(code)).not.toHaveProperty("unionid");
    const later = await loginCode({ openid, unionid: "uDemo-1" });
    expect(await login(later.code)).toMatchObject({ openid, unionid: "uDemo-1" });
    const again = await loginCode({ openid });
    expect(await login(again.code)).toMatchObject({ unionid: "uDemo-1" });
  });

  it("works once", async () => {
    const { code } = await loginCode();
    await login(code);
    expect(await login(code)).toMatchObject({
      errcode: 40163,
      errmsg: expect.stringContaining("rid: "),
    });
  });

  it("works for exactly one of ten simultaneous requests", async () => {
    const { code } = await loginCode();
    const answers = await Promise.all(Array.from({ length: 10 }, () => login(code)));
    expect(answers.filter((answer) => answer.openid)).toHaveLength(1);
  });

  it("works for five minutes", async () => {
    const [early, late] = [await loginCode(), await loginCode()];
    clock.advance(5 * MINUTE - SECOND);
    expect(await login(early.code)).toHaveProperty("openid");
    clock.advance(SECOND);
    expect(await login(late.code)).toMatchObject({ errcode: 40029 });
  });

  it.each([
    ["an unknown code", "0123456789", {}, 40029],
    ["no code", "", {}, 41008],
    ["a foreign appid", undefined, { appid: "wx0000000000000000" }, 40013],
    ["no appid", undefined, { appid: "" }, 41002],
    ["a wrong secret", undefined, { secret: "0".repeat(32) }, 40125],
    ["no secret", undefined, { secret: "" }, 41004],
    ["another grant_type", undefined, { grant_type: "client_credential" }, 40002],
  ])("is not read with %s", async (_what, code, other, errcode) => {
    const issued = await loginCode();
    expect(await login(code ?? issued.code, other)).toMatchObject({ errcode });
    expect(await login(issued.code)).toHaveProperty("openid");
  });

  it("of a blocked person is refused", async () => {
    const { code } = await loginCode({ blocked: true });
    expect(await login(code)).toMatchObject({ errcode: 40226 });
  });

  it("is refused after a hundred logins of one person in a minute", async () => {
    const codes: string[] = [];
    for (let count = 0; count < 101; count += 1) {
      codes.push((await loginCode({ openid: "oBusy" })).code);
    }
    const answers: Json[] = [];
    for (const code of codes) {
      answers.push(await login(code));
    }
    expect(answers.slice(0, 100).every((answer) => answer.openid === "oBusy")).toBe(true);
    expect(answers[100]).toMatchObject({ errcode: 45011 });
    clock.advance(MINUTE);
    expect(await login((await loginCode({ openid: "oBusy" })).code)).toHaveProperty("openid");
  });
});

describe("The stable token", () => {
  it("stays the same while it is valid and tells what is left of it", async () => {
    const first = await stableToken();
    expect(first).toEqual({
      access_token: expect.stringMatching(/^[\w-]{136,512}$/),
      expires_in: 7200,
    });
    clock.advance(90 * MINUTE);
    expect(await stableToken()).toEqual({ access_token: first.access_token, expires_in: 1800 });
  });

  it("is replaced in its last five minutes, in which both work", async () => {
    const { access_token: old } = await stableToken();
    clock.advance(115 * MINUTE);
    const { access_token: renewed } = await stableToken();
    expect(renewed).not.toBe(old);
    expect(await phoneNumber(old, "x")).toMatchObject({ errcode: 40029 });
    expect(await phoneNumber(renewed, "x")).toMatchObject({ errcode: 40029 });
    clock.advance(5 * MINUTE);
    expect(await phoneNumber(old, "x")).toMatchObject({ errcode: 42001 });
  });

  it("is replaced at once by force, and the old one ends", async () => {
    const { access_token: old } = await stableToken();
    const { access_token: forced } = await stableToken({ force_refresh: true });
    expect(await phoneNumber(old, "x")).toMatchObject({ errcode: 40001 });
    expect(await phoneNumber(forced, "x")).toMatchObject({ errcode: 40029 });
  });

  it("is forced at most every 30 seconds and 20 times a day in China", async () => {
    expect(await stableToken({ force_refresh: true })).toHaveProperty("access_token");
    clock.advance(29 * SECOND);
    expect(await stableToken({ force_refresh: true })).toMatchObject({ errcode: 45011 });
    for (let count = 1; count < 20; count += 1) {
      clock.advance(30 * SECOND);
      expect(await stableToken({ force_refresh: true })).toHaveProperty("access_token");
    }
    clock.advance(30 * SECOND);
    expect(await stableToken({ force_refresh: true })).toMatchObject({ errcode: 45009 });
    clock.advance(DAY);
    expect(await stableToken({ force_refresh: true })).toHaveProperty("access_token");
  });

  it.each([
    [{ secret: "0".repeat(32) }, 40125],
    [{ appid: "wx0000000000000000" }, 40013],
    [{ appid: undefined }, 41002],
    [{ grant_type: "authorization_code" }, 40002],
    [{ force_refresh: "yes" }, 40097],
  ])("is refused for %j", async (other, errcode) => {
    expect(await stableToken(other)).toMatchObject({ errcode });
  });

  it("needs a JSON body by POST", async () => {
    expect(await post("/cgi-bin/stable_token", "{")).toMatchObject({ errcode: 47001 });
    const response = await fetch(`${shop.simulator.url}/cgi-bin/stable_token`);
    expect(await response.json()).toMatchObject({ errcode: 43002 });
  });

  it.each([
    [undefined, 42001],
    [40001, 40001],
  ])("ends on request (%s) and is renewed afterwards", async (errcode, expected) => {
    const { access_token: old } = await stableToken();
    await ask(shop.simulator, "POST", "/expire-access-token", { errcode });
    expect(await phoneNumber(old, "x")).toMatchObject({ errcode: expected });
    expect((await stableToken()).access_token).not.toBe(old);
  });
});

describe("A phone code", () => {
  const phoneCode = async (phone = "13800138000"): Promise<string> =>
    (await ask(shop.simulator, "POST", "/phone-code", { openid: await shop.person(), phone })).code;

  it("becomes a number", async () => {
    const { access_token } = await stableToken();
    expect(await phoneNumber(access_token, await phoneCode())).toEqual({
      errcode: 0,
      errmsg: "ok",
      phone_info: {
        phoneNumber: "13800138000",
        purePhoneNumber: "13800138000",
        countryCode: "86",
        watermark: {
          timestamp: clock.now().getTime() / 1000,
          appid: shop.simulator.credentials.appId,
        },
      },
    });
  });

  it("works once, for five minutes", async () => {
    const { access_token } = await stableToken();
    const [used, late] = [await phoneCode(), await phoneCode()];
    await phoneNumber(access_token, used);
    expect(await phoneNumber(access_token, used)).toMatchObject({ errcode: 40029 });
    clock.advance(5 * MINUTE);
    expect(await phoneNumber(access_token, late)).toMatchObject({ errcode: 40029 });
  });

  it("is no login code, and a login code is no phone code; neither is used up by the mistake", async () => {
    const { access_token } = await stableToken();
    const phone = await phoneCode();
    const { code } = await loginCode();
    expect(await login(phone)).toMatchObject({ errcode: 40029 });
    expect(await phoneNumber(access_token, code)).toMatchObject({ errcode: 40029 });
    expect(await phoneNumber(access_token, phone)).toMatchObject({ errcode: 0 });
    expect(await login(code)).toHaveProperty("openid");
  });

  it("needs an access token that WeChat gave", async () => {
    const code = await phoneCode();
    expect(await phoneNumber("", code)).toMatchObject({ errcode: 41001 });
    expect(await phoneNumber("90_invented", code)).toMatchObject({ errcode: 40001 });
  });
});
