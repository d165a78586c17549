import { readConfiguration, SETTINGS, SettingsError } from "@mall/configuration";

const now = new Date("2026-03-01T02:00:00Z");
const names: readonly string[] = SETTINGS.map(({ name }) => name);

/** Which variables are asked for while `env` is read. */
function asked(env: NodeJS.ProcessEnv): Set<string> {
  const seen = new Set<string>();
  const watched = new Proxy(env, {
    get(target, name) {
      seen.add(String(name));
      return Reflect.get(target, name);
    },
    ownKeys() {
      throw new Error("The reader looked through the whole environment");
    },
  });
  readConfiguration(watched, { now });
  return seen;
}

describe("the table of settings", () => {
  it("holds every variable that is read, and no other", () => {
    expect([...asked({})].sort()).toEqual([...names].sort());
  });

  it("names each variable once, with a meaning and an example", () => {
    expect(new Set(names).size).toBe(names.length);
    for (const { meaning, example } of SETTINGS) {
      expect(meaning).toMatch(/^.+\.$/);
      expect(example).not.toBe("");
    }
  });

  it("gives defaults and examples that are true", () => {
    const { port, simulatorPort, paymentDeadlineMinutes, autoConfirmDays, workerMode } =
      readConfiguration({}, { now });
    const defaults = new Map(
      SETTINGS.map((each) => [each.name, "default" in each && each.default]),
    );
    expect(defaults.get("PORT")).toBe(String(port));
    expect(defaults.get("SIMULATOR_PORT")).toBe(String(simulatorPort));
    expect(defaults.get("MALL_PAYMENT_DEADLINE_MINUTES")).toBe(String(paymentDeadlineMinutes));
    expect(defaults.get("MALL_AUTO_CONFIRM_DAYS")).toBe(String(autoConfirmDays));
    expect(defaults.get("MEDUSA_WORKER_MODE")).toBe(workerMode);

    const examples = SETTINGS.filter(({ name }) => !name.startsWith("WECHAT_"));
    const env = Object.fromEntries(examples.map(({ name, example }) => [name, example]));
    expect(readConfiguration(env, { now }).isProduction).toBe(true);
  });

  it("gives examples of WeChat settings that fail only for the files they name", () => {
    const env = Object.fromEntries(SETTINGS.map(({ name, example }) => [name, example]));
    const read = () => readConfiguration(env, { now });
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(/^WECHAT_CERT_PATH names the file .*does not exist/);
  });

  it("marks as secret what gives access", () => {
    const secret = SETTINGS.filter((each) => "isSecret" in each).map(({ name }) => name);
    expect(secret).toEqual([
      "DATABASE_URL",
      "DATABASE_REPLICA_URL",
      "REDIS_URL",
      "JWT_SECRET",
      "COOKIE_SECRET",
      "MALL_ADMIN_PASSWORD",
      "WECHAT_APP_SECRET",
      "WECHAT_API_V3_KEY",
    ]);
  });
});
