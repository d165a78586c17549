import fs from "node:fs";
import path from "node:path";
import { chooseAdmin } from "../src/lib/admin-choice";
import { adminPasswordFor, loadSecrets } from "../src/lib/secrets";
import { readSettings } from "../src/lib/settings";
import { temporaryFolder, writeFiles } from "./temporary-folder";

const root = temporaryFolder();
const now = new Date("2026-01-01T00:00:00Z");
const secrets = loadSecrets(root);
const read = (env: NodeJS.ProcessEnv) => readSettings(root, env, secrets, now);

describe("settings", () => {
  beforeEach(() => writeFiles(root, { ".env": "" }));

  it("come from .env, and the environment wins", () => {
    writeFiles(root, { ".env": "PORT=9333\nSIMULATOR_PORT=9334\n" });
    const { configuration, env } = read({ PORT: "9444" });
    expect(configuration).toMatchObject({ port: 9444, simulatorPort: 9334 });
    expect(env).toMatchObject({ PORT: "9444", SIMULATOR_PORT: "9334" });
  });

  it("that are wrong in .env name the variable", () => {
    writeFiles(root, { ".env": "PORT=nine\n" });
    expect(() => read({})).toThrow(/^PORT must be a port/);
  });

  it("get secrets that are made once and stay the same", () => {
    const { env } = read({ JWT_SECRET: "" });
    expect(env.JWT_SECRET).toMatch(/^[0-9a-f]{64}$/);
    expect(read({}).env.JWT_SECRET).toBe(env.JWT_SECRET);
    expect(loadSecrets(root).jwt_secret).toBe(env.JWT_SECRET);
    expect(fs.statSync(path.join(root, "secrets.json")).mode & 0o077).toBe(0);
  });

  it("leave secrets alone that somebody chose", () => {
    const chosen = "c".repeat(40);
    expect(read({ JWT_SECRET: chosen }).env.JWT_SECRET).toBe(chosen);
  });

  it("let a local storefront in although Medusa runs in production mode", () => {
    expect(read({}).env.STORE_CORS).toContain("http://localhost:8000");
    const production = { NODE_ENV: "production", MALL_PUBLIC_URL: "https://shop.example.com" };
    expect(read(production).env.STORE_CORS).toBe("https://shop.example.com");
  });
});

describe("the first admin", () => {
  const choose = (env: NodeJS.ProcessEnv) => chooseAdmin(read(env).configuration, root, secrets);
  const own = { DATABASE_URL: "postgres://u:p@db.example.com/shop" };

  it("has a documented password on the embedded database", () => {
    expect(choose({})).toEqual({
      email: "admin@mall.local",
      password: "mall-admin",
      isNew: false,
    });
  });

  it("has a random password on any other database, told once and kept", () => {
    const first = choose(own);
    expect(first).toMatchObject({ isNew: true, password: expect.stringMatching(/^[\w-]{16}$/) });
    expect(choose(own)).toEqual({ ...first, isNew: false });
    const again = adminPasswordFor(root, loadSecrets(root), own.DATABASE_URL);
    expect(again).toEqual({ password: first.password, isNew: false });
  });

  it("is the one of the settings when there is one", () => {
    const chosen = { MALL_ADMIN_EMAIL: "owner@example.com", MALL_ADMIN_PASSWORD: "long enough" };
    expect(choose({ ...own, ...chosen })).toEqual({
      email: "owner@example.com",
      password: "long enough",
      isNew: false,
    });
  });
});
