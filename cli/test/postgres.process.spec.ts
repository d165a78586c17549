import { spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { oncePerDatabase } from "../src/lib/boot-record";
import {
  createDatabaseFromTemplate,
  dropDatabase,
  ensureDatabase,
  withConnection,
} from "../src/lib/database";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../src/lib/postgres";
import { temporaryFolder } from "./temporary-folder";

const root = path.resolve(__dirname, "../..");
const folder = temporaryFolder();
const isRoot = process.getuid?.() === 0;
const started: EmbeddedPostgres[] = [];

async function start(home = "home"): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({
    root,
    directory: path.join(folder, home, "postgres"),
    logFile: path.join(folder, `${home}.log`),
    settings: { fsync: "off" },
    firstPort: 25_832,
    systemDirectory: path.join(folder, "system"),
  });
  started.push(postgres);
  return postgres;
}

const value = async (url: string, sql: string): Promise<unknown> =>
  withConnection(url, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  });

afterAll(() => Promise.all(started.map((postgres) => postgres.stop())));

describe("the embedded PostgreSQL", () => {
  let postgres: EmbeddedPostgres;
  let shop: string;

  beforeAll(async () => {
    postgres = await start();
    shop = postgres.url("shop");
  });

  it("creates a database that is not there, once", async () => {
    expect(await ensureDatabase(shop)).toBe(true);
    expect(await ensureDatabase(shop)).toBe(false);
  });

  it("sorts Chinese by pinyin and finds pieces of Chinese words", async () => {
    const sorted = `SELECT string_agg(x, ',' ORDER BY x) FROM unnest(ARRAY['苹果','白菜','草莓','阿胶']) x`;
    expect(await value(shop, sorted)).toBe("阿胶,白菜,草莓,苹果");
    await value(shop, "CREATE EXTENSION pg_trgm");
    expect(await value(shop, "SELECT similarity('红颜草莓', '草莓') > 0")).toBe(true);
  });

  it("lets nobody in without its password, and listens on this machine only", async () => {
    const wrong = new URL(shop);
    wrong.password = "guess";
    await expect(ensureDatabase(wrong.toString())).rejects.toThrow(
      /does not let postgres in .*: correct user and password in DATABASE_URL\.$/,
    );
    expect(await value(shop, "SHOW listen_addresses")).toBe("localhost");
  });

  it("copies a database from a template", async () => {
    await value(shop, "CREATE TABLE goods AS SELECT 7 AS amount");
    const copy = await createDatabaseFromTemplate(shop, "copy", "shop");
    expect(await value(copy, "SELECT amount FROM goods")).toBe(7);
    await dropDatabase(shop, "copy");
    await expect(value(copy, "SELECT 1")).rejects.toMatchObject({ code: "3D000" });
  });

  it("keeps its data and its port from one start to the next", async () => {
    await postgres.stop();
    const again = await start();
    expect(again.port).toBe(postgres.port);
    expect(await value(shop, "SELECT amount FROM goods")).toBe(7);
    postgres = again;
  });

  it("takes over from one that a killed start left serving", async () => {
    const next = await start();
    expect(next.pid).not.toBe(postgres.pid);
    expect(await postgres.ended).toEqual({ code: 0, signal: null });
    expect(await value(next.url("shop"), "SELECT amount FROM goods")).toBe(7);
    postgres = next;
  });

  it("recovers after it was killed itself", async () => {
    await value(shop, "UPDATE goods SET amount = 8 RETURNING amount");
    process.kill(postgres.pid, "SIGKILL");
    await postgres.ended;
    postgres = await start();
    expect(await value(postgres.url("shop"), "SELECT amount FROM goods")).toBe(8);
  });

  it("does not believe a note whose process number now belongs to somebody else", async () => {
    await postgres.stop();
    const note = path.join(folder, "home/postgres/data/postmaster.pid");
    fs.writeFileSync(note, `${process.pid}\n${path.dirname(note)}\n`);
    postgres = await start();
    expect(await value(postgres.url("shop"), "SELECT amount FROM goods")).toBe(8);
  });

  it("moves to the next port when somebody has taken its own", async () => {
    await postgres.stop();
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(postgres.port, "127.0.0.1", resolve));
    const moved = await start();
    expect(moved.port).not.toBe(postgres.port);
    expect(await value(moved.url("shop"), "SELECT amount FROM goods")).toBe(8);
    other.close();
    postgres = moved;
  });

  it("begins anew after the creation of its data was interrupted", async () => {
    const draft = path.join(folder, "begun/postgres/data.new.1");
    fs.mkdirSync(draft, { recursive: true });
    const begun = await start("begun");
    expect(await value(begun.url("postgres"), "SELECT 1")).toBe(1);
  });

  (isRoot ? it : it.skip)("moves out of a home that only root may enter", async () => {
    const home = path.join(folder, "closed");
    const before = await start("closed");
    await ensureDatabase(before.url("shop"));
    await before.stop();
    fs.chmodSync(home, 0o700);
    const after = await start("closed");
    expect(await ensureDatabase(after.url("shop"))).toBe(false);
    expect(spawnSync("ls", [path.join(folder, "system")], { encoding: "utf8" }).stdout).toMatch(
      /^data-/m,
    );
  });
});

describe("work that is done once per database", () => {
  let url: string;
  let runs = 0;
  const work = async (): Promise<unknown> => ({ run: (runs += 1) });
  const once = (fingerprint: string, again?: boolean) =>
    oncePerDatabase(url, "seed", fingerprint, work, again);

  beforeAll(async () => {
    const postgres = await start("once");
    url = postgres.url("shop");
  });

  beforeEach(async () => {
    await dropDatabase(url, "shop");
    await ensureDatabase(url);
    runs = 0;
  });

  it("is not done again for the same fingerprint, and its result is remembered", async () => {
    expect(await once("a")).toEqual({ done: true, result: { run: 1 } });
    expect(await once("a")).toEqual({ done: false, result: { run: 1 } });
    expect(await once("b")).toEqual({ done: true, result: { run: 2 } });
    expect(await once("b", true)).toEqual({ done: true, result: { run: 3 } });
  });

  it("is done once when five start at the same moment", async () => {
    const results = await Promise.all([1, 2, 3, 4, 5].map(() => once("a")));
    expect(results.filter(({ done }) => done)).toHaveLength(1);
    expect(runs).toBe(1);
  });

  it("is done again after it failed", async () => {
    const failing = oncePerDatabase(url, "seed", "a", () => Promise.reject(new Error("cut off")));
    await expect(failing).rejects.toThrow("cut off");
    expect(await once("a")).toMatchObject({ done: true });
  });

  it("is done again in a database that was dropped and created", async () => {
    await once("a");
    await dropDatabase(url, "shop");
    await ensureDatabase(url);
    expect(await once("a")).toMatchObject({ done: true });
  });
});

describe("a DATABASE_URL that does not work", () => {
  const silent = net.createServer();
  const talkative = net.createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  const open = (server: net.Server): Promise<string> =>
    new Promise((resolve) =>
      server.listen(0, "127.0.0.1", () =>
        resolve(`localhost:${(server.address() as net.AddressInfo).port}`),
      ),
    );

  afterAll(() => {
    silent.close();
    talkative.close();
  });

  it.each([
    [
      "nobody listens",
      () => Promise.resolve("localhost:9"),
      /^Nothing answers at localhost:9: .*DATABASE_URL\.$/,
    ],
    [
      "nobody speaks",
      () => open(silent),
      /^Nothing that speaks PostgreSQL answered at .* within 5 s: correct DATABASE_URL\.$/,
    ],
    [
      "somebody else answers",
      () => open(talkative),
      /is not a usable PostgreSQL \(.*\): correct DATABASE_URL\.$/,
    ],
    [
      "the host is unknown",
      () => Promise.resolve("no-such-host.invalid"),
      /^DATABASE_URL names the host no-such-host\.invalid/,
    ],
  ])("is told in one sentence without the password when %s", async (_, host, sentence) => {
    const attempt = ensureDatabase(`postgres://user:secret-word@${await host()}/shop`);
    await expect(attempt).rejects.toThrow(sentence);
    await expect(attempt).rejects.not.toThrow("secret-word");
  });
});
