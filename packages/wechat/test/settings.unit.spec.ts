import {
  createWechatPayClient,
  readWechatSettings,
  SettingsError,
  WECHAT_VARIABLES,
} from "@mall/wechat";
import { testClock } from "./fixture/clock";
import { type SettingsFiles, writeSettingsFiles } from "./fixture/settings-files";

const clock = testClock();
const SIMULATOR = { WECHAT_PAY_BASE_URL: "http://127.0.0.1:9010" };
const PUBLIC_KEY_ID = "PUB_KEY_ID_0119000000012026030100000001";
let files: SettingsFiles;

beforeAll(async () => {
  files = await writeSettingsFiles();
});
afterAll(() => files.remove());

const read = (change: Record<string, string | undefined> = {}) =>
  readWechatSettings({ ...files.env, ...change }, clock);

function refusal(change: Record<string, string | undefined>): SettingsError {
  try {
    read(change);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("The settings were accepted");
}

describe("the WeChat settings", () => {
  it("are absent when no variable is set, or all are empty", () => {
    expect(readWechatSettings({}, clock)).toBeUndefined();
    const empty = Object.fromEntries(WECHAT_VARIABLES.map((name) => [name, " "]));
    expect(readWechatSettings(empty, clock)).toBeUndefined();
  });

  it("are read, with the live hosts as defaults", () => {
    expect(read()).toEqual({
      appId: "wx0123456789abcdef",
      appSecret: "0123456789abcdef0123456789abcdef",
      mchId: "1900000001",
      apiV3Key: "0123456789abcdefghijklmnopqrstuv",
      merchantCertificatePem: files.merchant.certificatePem,
      merchantPrivateKeyPem: files.merchant.privatePem,
      merchantSerial: "3F00000000000000000000000000000000000ABC",
      notifyUrl: "https://shop.example.com/wechat/pay/notify",
      apiBaseUrl: "https://api.weixin.qq.com",
      payBaseUrl: "https://api.mch.weixin.qq.com",
    });
  });

  it("are read without the spaces and line ends that copying leaves", () => {
    expect(read({ WECHAT_MCH_ID: " 1900000001\n" })?.mchId).toBe("1900000001");
  });

  it("take a key in either PEM form", () => {
    expect(read({ WECHAT_KEY_PATH: files.path("rsa-key.pem") })?.merchantSerial).toMatch(/^3F/);
  });

  it("take the public-key mode", () => {
    const settings = read({
      WECHAT_PAY_PUBLIC_KEY_ID: PUBLIC_KEY_ID,
      WECHAT_PAY_PUBLIC_KEY_PATH: files.path("pub.pem"),
    });
    expect(settings?.payPublicKey?.id).toBe(PUBLIC_KEY_ID);
    expect(settings?.payPublicKey?.pem).toMatch(/^-----BEGIN PUBLIC KEY-----/);
  });

  it("take a simulator's address, and then plain http for the notifications", () => {
    const settings = read({
      WECHAT_API_BASE_URL: "http://127.0.0.1:9010/",
      WECHAT_PAY_BASE_URL: "http://127.0.0.1:9010",
      WECHAT_NOTIFY_URL: "http://localhost:9000/wechat/pay/notify",
    });
    expect(settings).toMatchObject({
      apiBaseUrl: "http://127.0.0.1:9010",
      payBaseUrl: "http://127.0.0.1:9010",
      notifyUrl: "http://localhost:9000/wechat/pay/notify",
    });
  });

  it("open a client", () => {
    const settings = read();
    expect(settings && createWechatPayClient(settings, { clock }).mchId).toBe("1900000001");
  });
});

describe("WeChat settings that are set in part", () => {
  it("name every missing variable", () => {
    const error = refusal({ WECHAT_APP_SECRET: "", WECHAT_KEY_PATH: undefined });
    expect(error.variable).toBe("WECHAT_APP_SECRET");
    expect(error.message).toContain("set WECHAT_APP_SECRET, WECHAT_KEY_PATH too");
  });

  it.each(WECHAT_VARIABLES)("are refused when only %s is set", (name) => {
    expect(() => readWechatSettings({ [name]: "x" }, clock)).toThrow(SettingsError);
  });
});

describe("a wrong WeChat setting is refused with a sentence that names it", () => {
  const file = (name: Parameters<SettingsFiles["path"]>[0]) => () => files.path(name);
  const text = (value: string) => () => value;

  it.each([
    ["WECHAT_APP_ID", "of another kind", text("gh_0123"), /begins with wx/],
    ["WECHAT_APP_SECRET", "with a space", text("a b"), /without spaces/],
    ["WECHAT_MCH_ID", "with a letter", text("mch1900000001"), /digits only/],
    ["WECHAT_API_V3_KEY", "of 31 bytes", text("k".repeat(31)), /exactly 32/],
    ["WECHAT_API_V3_KEY", "of 33 bytes", text("k".repeat(33)), /exactly 32/],
    ["WECHAT_API_V3_KEY", "of 32 characters in 96 bytes", text("钥".repeat(32)), /exactly 32/],
    ["WECHAT_CERT_PATH", "that does not exist", file("missing.pem"), /does not exist/],
    ["WECHAT_CERT_PATH", "that is a directory", () => files.directory, /is a directory/],
    ["WECHAT_CERT_PATH", "that is no certificate", file("garbage.pem"), /apiclient_cert/],
    ["WECHAT_CERT_PATH", "that is the key", file("key.pem"), /apiclient_cert/],
    ["WECHAT_CERT_PATH", "that expired", file("expired.pem"), /expired on Feb 28/],
    ["WECHAT_CERT_PATH", "that is not valid yet", file("future.pem"), /valid only from Mar/],
    ["WECHAT_CERT_PATH", "that is too weak", file("short-cert.pem"), /2048 bits/],
    ["WECHAT_KEY_PATH", "that does not exist", file("missing.pem"), /does not exist/],
    ["WECHAT_KEY_PATH", "that is the certificate", file("cert.pem"), /apiclient_key/],
    ["WECHAT_KEY_PATH", "that is encrypted", file("encrypted-key.pem"), /unencrypted/],
    ["WECHAT_KEY_PATH", "of another certificate", file("other-key.pem"), /belongs to/],
    ["WECHAT_NOTIFY_URL", "that is no address", text("shop.example.com"), /https:/],
    ["WECHAT_NOTIFY_URL", "of another scheme", text("ftp://shop.example.com"), /https:/],
    ["WECHAT_NOTIFY_URL", "with a query", text("https://a.example/x?y=1"), /query/],
    ["WECHAT_NOTIFY_URL", "with an empty query", text("https://a.example/x?"), /query/],
    ["WECHAT_NOTIFY_URL", "with a fragment", text("https://a.example/x#y"), /fragment/],
    ["WECHAT_NOTIFY_URL", "too long", text(`https://a.example/${"x".repeat(238)}`), /255.* 256/],
    ["WECHAT_NOTIFY_URL", "on plain http", text("http://a.example/x"), /https:\/\/.*live/],
    ["WECHAT_PAY_BASE_URL", "that is no address", text("localhost:9010"), /https:/],
    ["WECHAT_PAY_BASE_URL", "with a path", text("https://a.example/wechat"), /only a scheme/],
    ["WECHAT_PAY_BASE_URL", "with a password", text("https://u:p@a.example"), /only a scheme/],
    ["WECHAT_PAY_BASE_URL", "live on http", text("http://api.mch.weixin.qq.com"), /own host/],
    ["WECHAT_API_BASE_URL", "with a query", text("https://a.example/?x"), /only a scheme/],
    ["WECHAT_API_BASE_URL", "live on http", text("http://api.weixin.qq.com"), /own host/],
  ])("%s %s", (variable, _what, value, message) => {
    const error = refusal({ [variable]: value() });
    expect(error.variable).toBe(variable);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(variable);
    expect(error.message).toMatch(/^[^\n]+\.$/);
  });

  it.each([
    [{ WECHAT_PAY_PUBLIC_KEY_ID: PUBLIC_KEY_ID }, "WECHAT_PAY_PUBLIC_KEY_PATH"],
    [{ WECHAT_PAY_PUBLIC_KEY_PATH: "pub.pem" }, "WECHAT_PAY_PUBLIC_KEY_ID"],
    [
      { WECHAT_PAY_PUBLIC_KEY_PATH: "pub.pem", WECHAT_PAY_PUBLIC_KEY_ID: "3F00" },
      "WECHAT_PAY_PUBLIC_KEY_ID",
    ],
  ])("an incomplete public key: %j", (change, variable) => {
    expect(refusal(change).variable).toBe(variable);
  });

  it.each([
    ["missing.pem", /does not exist/],
    ["cert.pem", /pub_key.pem/],
    ["key.pem", /pub_key.pem/],
    ["merchant-pub.pem", /merchant's own/],
  ] as const)("a public key file %s", (name, message) => {
    const error = refusal({
      WECHAT_PAY_PUBLIC_KEY_ID: PUBLIC_KEY_ID,
      WECHAT_PAY_PUBLIC_KEY_PATH: files.path(name),
    });
    expect(error.variable).toBe("WECHAT_PAY_PUBLIC_KEY_PATH");
    expect(error.message).toMatch(message);
  });

  it("without showing a secret", () => {
    const error = refusal({
      ...SIMULATOR,
      WECHAT_API_V3_KEY: "very-secret",
      WECHAT_APP_SECRET: "x",
    });
    expect(error.message).not.toContain("very-secret");
  });
});
