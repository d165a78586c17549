import { readConfiguration, SettingsError } from "@mall/configuration";

const now = new Date("2026-03-01T02:00:00Z");
const read = (env: NodeJS.ProcessEnv = {}) => readConfiguration(env, { now });

function refusal(env: NodeJS.ProcessEnv): SettingsError {
  try {
    read(env);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("The settings were accepted");
}

const SECRETS = { JWT_SECRET: "j".repeat(32), COOKIE_SECRET: "c".repeat(32) };
const DATABASE = { DATABASE_URL: "postgres://mall:secret@db.internal:5432/mall" };
const REDIS = { REDIS_URL: "redis://redis.internal:6379" };

describe("the configuration", () => {
  it("has a default for everything, for npm start with nothing installed", () => {
    expect(read()).toEqual({
      isProduction: false,
      databaseUrl: undefined,
      databaseReplicaUrl: undefined,
      redisUrl: undefined,
      port: 9000,
      host: undefined,
      publicUrl: "http://localhost:9000",
      simulatorPort: 9010,
      storeCors: "http://localhost:9000,http://localhost:8000",
      adminCors: "http://localhost:9000,http://localhost:5173",
      authCors: "http://localhost:9000,http://localhost:8000,http://localhost:5173",
      jwtSecret: undefined,
      cookieSecret: undefined,
      workerMode: "shared",
      paymentDeadlineMinutes: 30,
      autoConfirmDays: 10,
      adminEmail: undefined,
      adminPassword: undefined,
      wechat: undefined,
    });
  });

  it("treats a variable that is set to nothing as unset", () => {
    const names = [
      "DATABASE_URL",
      "REDIS_URL",
      "PORT",
      "JWT_SECRET",
      "WECHAT_APP_ID",
      "STORE_CORS",
    ];
    expect(read(Object.fromEntries(names.map((name) => [name, " "])))).toEqual(read());
  });

  it("takes everything that production needs", () => {
    const configuration = read({
      NODE_ENV: "production",
      ...DATABASE,
      ...REDIS,
      ...SECRETS,
      DATABASE_REPLICA_URL: "postgresql://mall@replica.internal/mall?sslmode=require",
      PORT: "9100",
      MALL_HOST: "::1",
      MALL_PUBLIC_URL: "https://shop.example.com/",
      SIMULATOR_PORT: "9110",
      STORE_CORS: "https://shop.example.com, /\\.example\\.com$/",
      MEDUSA_WORKER_MODE: "worker",
      MALL_PAYMENT_DEADLINE_MINUTES: "15",
      MALL_AUTO_CONFIRM_DAYS: "7",
      MALL_ADMIN_EMAIL: "owner@example.com",
      MALL_ADMIN_PASSWORD: "correct horse",
    });
    expect(configuration).toEqual({
      isProduction: true,
      databaseUrl: DATABASE.DATABASE_URL,
      databaseReplicaUrl: "postgresql://mall@replica.internal/mall?sslmode=require",
      redisUrl: REDIS.REDIS_URL,
      port: 9100,
      host: "::1",
      publicUrl: "https://shop.example.com",
      simulatorPort: 9110,
      storeCors: "https://shop.example.com,/\\.example\\.com$/",
      adminCors: "https://shop.example.com",
      authCors: "https://shop.example.com",
      jwtSecret: SECRETS.JWT_SECRET,
      cookieSecret: SECRETS.COOKIE_SECRET,
      workerMode: "worker",
      paymentDeadlineMinutes: 15,
      autoConfirmDays: 7,
      adminEmail: "owner@example.com",
      adminPassword: "correct horse",
      wechat: undefined,
    });
  });

  it("follows the port in the addresses that it makes up", () => {
    const { publicUrl, storeCors } = read({ PORT: "9100" });
    expect(publicUrl).toBe("http://localhost:9100");
    expect(storeCors).toBe("http://localhost:9100,http://localhost:8000");
  });

  it("lets a local browser in beside the public address, outside production", () => {
    expect(read({ MALL_PUBLIC_URL: "http://192.168.1.5:9000" }).adminCors).toBe(
      "http://192.168.1.5:9000,http://localhost:9000,http://localhost:5173",
    );
  });

  it.each([
    ["DATABASE_URL", "postgres://localhost/mall"],
    ["DATABASE_URL", "postgresql://u:p%40ss@127.0.0.1:5433/mall"],
    ["DATABASE_URL", "postgres:///mall?host=/var/run/postgresql"],
    ["REDIS_URL", "redis://127.0.0.1"],
    ["REDIS_URL", "rediss://:password@redis.example.com:6380/2"],
    ["MALL_HOST", "0.0.0.0"],
    ["MALL_HOST", "localhost"],
    ["STORE_CORS", "http://localhost:8000,https://a.example"],
    ["MALL_PAYMENT_DEADLINE_MINUTES", "1"],
    ["MALL_PAYMENT_DEADLINE_MINUTES", "1440"],
    ["MALL_AUTO_CONFIRM_DAYS", "1"],
    ["MALL_AUTO_CONFIRM_DAYS", "90"],
    ["PORT", "65535"],
  ])("accepts %s %s", (name, value) => {
    expect(() => read({ [name]: value })).not.toThrow();
  });
});

describe("a wrong setting is refused with one sentence that names it", () => {
  it.each([
    ["DATABASE_URL", "mysql://localhost/mall"],
    ["DATABASE_URL", "localhost:5432/mall"],
    ["DATABASE_URL", "postgres://localhost"],
    ["DATABASE_URL", "postgres://localhost/"],
    ["DATABASE_URL", "postgres:///mall"],
    ["DATABASE_URL", "postgres://u:p#ss@localhost/mall"],
    ["DATABASE_REPLICA_URL", "replica.internal"],
    ["REDIS_URL", "localhost:6379"],
    ["REDIS_URL", "http://localhost:6379"],
    ["REDIS_URL", "redis://localhost/cache"],
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "9000a"],
    ["PORT", "9e3"],
    ["PORT", "0x2328"],
    ["PORT", "90.5"],
    ["SIMULATOR_PORT", "http"],
    ["MALL_HOST", "http://localhost"],
    ["MALL_HOST", "localhost:9000"],
    ["MALL_HOST", "999.1.1.1"],
    ["MALL_PUBLIC_URL", "shop.example.com"],
    ["MALL_PUBLIC_URL", "ftp://shop.example.com"],
    ["MALL_PUBLIC_URL", "https://shop.example.com/store"],
    ["MALL_PUBLIC_URL", "https://shop.example.com?x=1"],
    ["MALL_PUBLIC_URL", "https://user:pass@shop.example.com"],
    ["STORE_CORS", "*"],
    ["STORE_CORS", "https://shop.example.com/"],
    ["STORE_CORS", "https://a.example,,https://b.example"],
    ["ADMIN_CORS", "shop.example.com"],
    ["ADMIN_CORS", "/(/"],
    ["AUTH_CORS", "https://a.example/login"],
    ["JWT_SECRET", "supersecret"],
    ["COOKIE_SECRET", "c".repeat(31)],
    ["MEDUSA_WORKER_MODE", "both"],
    ["MALL_PAYMENT_DEADLINE_MINUTES", "0"],
    ["MALL_PAYMENT_DEADLINE_MINUTES", "1441"],
    ["MALL_PAYMENT_DEADLINE_MINUTES", "30.5"],
    ["MALL_PAYMENT_DEADLINE_MINUTES", "half an hour"],
    ["MALL_AUTO_CONFIRM_DAYS", "0"],
    ["MALL_AUTO_CONFIRM_DAYS", "91"],
    ["MALL_ADMIN_EMAIL", "owner"],
    ["MALL_ADMIN_PASSWORD", "short"],
    ["WECHAT_MCH_ID", "1900000001"],
  ])("%s %s", (name, value) => {
    const error = refusal({ [name]: value });
    expect(error.variable).toBe(name === "WECHAT_MCH_ID" ? "WECHAT_APP_ID" : name);
    expect(error.message).toContain(error.variable);
    expect(error.message).toMatch(/^[^\n]+\.$/);
  });
});

describe("a wrong secret is not shown", () => {
  it.each([
    ["DATABASE_URL", "mysql://mall:hunter2@localhost/mall"],
    ["REDIS_URL", "redis://:hunter2@localhost/cache"],
    ["JWT_SECRET", "hunter2"],
    ["MALL_ADMIN_PASSWORD", "hunter2"],
  ])("%s", (name, value) => {
    const error = refusal({ [name]: value });
    expect(`${error.stack ?? ""} ${JSON.stringify(error)}`).not.toContain("hunter2");
  });
});

describe("settings that contradict each other are refused", () => {
  it.each([
    ["a replica without its database", { DATABASE_REPLICA_URL: "postgres://r/m" }, "DATABASE_URL"],
    ["a worker without Redis", { MEDUSA_WORKER_MODE: "worker" }, "REDIS_URL"],
    ["one port for server and simulator", { PORT: "9010" }, "SIMULATOR_PORT"],
    ["one port, chosen", { PORT: "7000", SIMULATOR_PORT: "7000" }, "SIMULATOR_PORT"],
  ])("%s", (_what, env, variable) => {
    expect(refusal(env).variable).toBe(variable);
  });
});

describe("the secrets", () => {
  const production = { NODE_ENV: "production", ...DATABASE };

  it.each([
    [{ ...production }, "JWT_SECRET"],
    [{ ...production, JWT_SECRET: SECRETS.JWT_SECRET }, "COOKIE_SECRET"],
    [{ ...production, COOKIE_SECRET: SECRETS.COOKIE_SECRET }, "JWT_SECRET"],
  ])("are needed in production with a database: %j", (env, variable) => {
    expect(refusal(env).variable).toBe(variable);
  });

  it.each([
    ["in production on the embedded database", { NODE_ENV: "production" }],
    ["in development with a database", DATABASE],
  ])("may be left to npm start %s", (_where, env) => {
    expect(read(env)).toMatchObject({ jwtSecret: undefined, cookieSecret: undefined });
  });

  it("that npm start made are taken", () => {
    expect(read({ NODE_ENV: "production", ...SECRETS })).toMatchObject({
      jwtSecret: SECRETS.JWT_SECRET,
      cookieSecret: SECRETS.COOKIE_SECRET,
    });
  });
});
