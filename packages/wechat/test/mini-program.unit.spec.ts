import {
  createMemoryTokenStore,
  createMiniProgramClient,
  loginCode,
  type MiniProgramClient,
  type MiniProgramSettings,
  phoneCode,
  WechatApiError,
  WechatMalformedError,
  WechatTransportError,
} from "@mall/wechat";
import { apiReply, type ApiWorld, newApiWorld, serveApi } from "./fixture/api-server";
import { type TestClock, testClock } from "./fixture/clock";
import type { RunningServer } from "./fixture/http-server";

let world: ApiWorld;
let server: RunningServer;
let clock: TestClock;
let settings: MiniProgramSettings;
let client: MiniProgramClient;

beforeEach(async () => {
  world = newApiWorld();
  world.phones.set("phone-1", "13800000000");
  world.sessions.set("login-1", { openid: "openid-1", session_key: "key==", unionid: "union-1" });
  server = await serveApi(world);
  clock = testClock();
  settings = { appId: "wx0000000000000001", appSecret: "app-secret", apiBaseUrl: server.url };
  client = createMiniProgramClient(settings, { clock, timeoutMs: 1500 });
});
afterEach(() => server.stop());

const failure = (call: Promise<unknown>) =>
  call.then(
    () => "no failure",
    (error: unknown) => error,
  );
const calls = (path: string) => server.requests.filter((seen) => seen.path.startsWith(path));
const fetches = () => calls("/cgi-bin/stable_token").length;

describe("a login code", () => {
  it("becomes openid, unionid and session key", async () => {
    await expect(client.codeToSession(loginCode("login-1"))).resolves.toEqual({
      openid: "openid-1",
      unionid: "union-1",
      sessionKey: "key==",
    });
    const { searchParams } = new URL(server.requests.at(0)?.path ?? "", server.url);
    expect(Object.fromEntries(searchParams)).toEqual({
      appid: "wx0000000000000001",
      secret: "app-secret",
      js_code: "login-1",
      grant_type: "authorization_code",
    });
  });

  it("is sent encoded, so that it cannot add parameters", async () => {
    world.sessions.set("a&secret=x", { openid: "o", session_key: "k" });
    await expect(client.codeToSession(loginCode("a&secret=x"))).resolves.toEqual({
      openid: "o",
      sessionKey: "k",
    });
  });

  it("that is invalid is WeChat's refusal, with its rid", async () => {
    const error = await failure(client.codeToSession(loginCode("unknown")));
    expect(error).toBeInstanceOf(WechatApiError);
    expect(error).toMatchObject({ code: "40029", requestId: "5f5f-77aa", retryable: false });
    expect(server.requests).toHaveLength(1);
  });

  it("with an answer that lacks the session is malformed", async () => {
    world.sessions.set("login-2", { openid: "openid-2" });
    expect(await failure(client.codeToSession(loginCode("login-2")))).toBeInstanceOf(
      WechatMalformedError,
    );
  });

  it.each([
    ["45011", true],
    ["40163", false],
    ["40226", false],
  ])("refused with %s is retryable: %s", async (code, retryable) => {
    world.sessions.set("login-1", { errcode: Number(code), errmsg: "no" });
    const error = await failure(client.codeToSession(loginCode("login-1")));
    expect(error).toMatchObject({ code, retryable });
  });

  it.each(["", "two words", "a\nb", "中文", "x".repeat(513)])("is never %j", (text) => {
    expect(() => loginCode(text)).toThrow(RangeError);
    expect(() => phoneCode(text)).toThrow(RangeError);
  });

  it("and a phone code are different types", () => {
    const call = (): Promise<unknown>[] => [
      // @ts-expect-error a phone code is no login code
      client.codeToSession(phoneCode("phone-1")),
      // @ts-expect-error a login code is no phone code
      client.phoneNumber(loginCode("login-1")),
      // @ts-expect-error a plain string is neither
      client.phoneNumber("phone-1"),
    ];
    expect(call).toBeInstanceOf(Function);
  });
});

describe("WeChat busy (-1)", () => {
  const busy = (times: number) => {
    let left = times;
    world.instead = () => {
      left -= 1;
      return left >= 0 ? apiReply({ errcode: -1, errmsg: "system error" }) : undefined;
    };
  };

  it("is asked once more", async () => {
    busy(1);
    const { openid } = await client.codeToSession(loginCode("login-1"));
    expect(openid).toBe("openid-1");
    expect(server.requests).toHaveLength(2);
  });

  it("is asked only once more", async () => {
    busy(9);
    const error = await failure(client.codeToSession(loginCode("login-1")));
    expect(error).toMatchObject({ code: "-1", retryable: true });
    expect(server.requests).toHaveLength(2);
  });
});

describe("the mini-program API without a usable answer", () => {
  const login = () => failure(client.codeToSession(loginCode("login-1")));

  it.each([
    ["a page of a proxy", () => apiReply("<html>"), "not_json"],
    [
      "an error of a gateway",
      () => apiReply({ openid: "x", session_key: "y" }, 502),
      "server_error",
    ],
    ["a slow answer", () => ({ ...apiReply({}), delayMs: 2000 }), "timeout"],
    [
      "a cut-off answer",
      () => ({ ...apiReply({ openid: "o".repeat(99) }), cutOff: true }),
      "cut_off",
    ],
    ["a redirect", () => ({ ...apiReply("", 302), headers: { Location: "/x" } }), "redirect"],
  ])("%s leaves the outcome unknown", async (_name, reply, reason) => {
    world.instead = reply;
    const error = await login();
    expect(error).toBeInstanceOf(WechatTransportError);
    expect(error).toMatchObject({ reason });
  });

  it("never shows the secret or the session key in an error", async () => {
    const broken = createMiniProgramClient({ ...settings, apiBaseUrl: "http://127.0.0.1:1" }, {});
    world.instead = () => apiReply('{"session_key":"very-secret","openid":');
    const errors = [await login(), await failure(broken.codeToSession(loginCode("login-1")))];
    for (const error of errors) {
      let text = "";
      for (let each = error; each instanceof Error; each = each.cause) text += each.stack ?? "";
      expect(text).toContain("WechatTransportError");
      expect(text).not.toMatch(/app-secret|very-secret/);
    }
  });
});

describe("a phone code", () => {
  it("becomes a phone number", async () => {
    await expect(client.phoneNumber(phoneCode("phone-1"))).resolves.toEqual({
      phoneNumber: "13800000000",
      purePhoneNumber: "13800000000",
      countryCode: "86",
    });
  });

  it("that is invalid is refused, without a new token", async () => {
    expect(await failure(client.phoneNumber(phoneCode("other")))).toMatchObject({ code: "40029" });
    expect(fetches()).toBe(1);
  });
});

describe("the access token", () => {
  it("is fetched once for 50 simultaneous callers", async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, () => client.accessToken()));
    expect(new Set(tokens)).toEqual(new Set(["token-1"]));
    expect(fetches()).toBe(1);
    expect(JSON.parse(server.requests.at(0)?.body ?? "")).toEqual({
      grant_type: "client_credential",
      appid: "wx0000000000000001",
      secret: "app-secret",
      force_refresh: false,
    });
  });

  it("is kept until a minute before its end", async () => {
    await client.accessToken();
    clock.advance(7200 - 61);
    await client.accessToken();
    expect(fetches()).toBe(1);
    clock.advance(1);
    world.token = "token-2";
    await expect(client.accessToken()).resolves.toBe("token-2");
    expect(fetches()).toBe(2);
  });

  it.each([40001, 40014, 42001])("refused with %i is replaced exactly once", async (errcode) => {
    await client.accessToken();
    world.token = "token-2";
    world.instead = ({ path }) =>
      path.endsWith("=token-1") ? apiReply({ errcode, errmsg: "no" }) : undefined;
    await expect(client.phoneNumber(phoneCode("phone-1"))).resolves.toMatchObject({
      phoneNumber: "13800000000",
    });
    expect(fetches()).toBe(2);
    expect(calls("/wxa/business/getuserphonenumber")).toHaveLength(2);
  });

  it("refused to 50 simultaneous callers is replaced exactly once", async () => {
    await client.accessToken();
    world.token = "token-2";
    await Promise.all(Array.from({ length: 50 }, () => client.phoneNumber(phoneCode("phone-1"))));
    expect(fetches()).toBe(2);
  });

  it("that is refused again after the replacement is not replaced a second time", async () => {
    world.instead = ({ path }) =>
      path.startsWith("/wxa/") ? apiReply({ errcode: 40001, errmsg: "no" }) : undefined;
    await client.accessToken();
    world.token = "token-2";
    const error = await failure(client.phoneNumber(phoneCode("phone-1")));
    expect(error).toMatchObject({ code: "40001" });
    expect(fetches()).toBe(2);
    expect(calls("/wxa/business/getuserphonenumber")).toHaveLength(2);
  });

  it("that WeChat refuses and hands out again is replaced by force, once in 75 minutes", async () => {
    await client.accessToken();
    world.token = "token-2";
    world.handsOut = "token-1";
    await client.phoneNumber(phoneCode("phone-1"));
    const forced = () => calls("/cgi-bin/stable_token").filter(({ body }) => body.includes("true"));
    expect(forced()).toHaveLength(1);

    const spoilAgain = () => {
      world.handsOut = world.token;
      world.token = `${world.token}-next`;
      return failure(client.phoneNumber(phoneCode("phone-1")));
    };
    clock.advance(60);
    expect(await spoilAgain()).toMatchObject({ code: "40001" });
    expect(forced()).toHaveLength(1);
    clock.advance(75 * 60);
    expect(await failure(client.phoneNumber(phoneCode("phone-1")))).toBe("no failure");
    expect(forced()).toHaveLength(2);
  });

  it("is shared by two clients with one store", async () => {
    const tokenStore = createMemoryTokenStore(clock);
    const [one, two] = [1, 2].map(() => createMiniProgramClient(settings, { clock, tokenStore }));
    await Promise.all([one?.accessToken(), two?.accessToken()]);
    expect(fetches()).toBe(1);
  });

  it("that could not be fetched is fetched by the next caller", async () => {
    world.instead = () => apiReply({ errcode: 40125, errmsg: "invalid appsecret, rid: 1" });
    const errors = await Promise.all(
      Array.from({ length: 5 }, () => failure(client.accessToken())),
    );
    for (const error of errors) expect(error).toMatchObject({ code: "40125" });
    expect(fetches()).toBe(1);
    world.instead = undefined;
    await expect(client.accessToken()).resolves.toBe("token-1");
  });
});
