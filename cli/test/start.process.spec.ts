import { spawn, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { acquireLock } from "../bin/bootstrap/lock.cjs";
import { freePort } from "../src/lib/ports";
import { temporaryFolder, writeFiles } from "./temporary-folder";

const repository = path.resolve(__dirname, "../..");

/** A checkout of its own, so that the lock and the state of the real one are left alone. */
const checkout = temporaryFolder();

beforeAll(() => {
  for (const name of ["package.json", "package-lock.json", "packages", "node_modules"]) {
    fs.symlinkSync(path.join(repository, name), path.join(checkout, name));
  }
  for (const name of ["package.json", "bin", "src"]) {
    fs.cpSync(path.join(repository, "cli", name), path.join(checkout, "cli", name), {
      recursive: true,
    });
  }
});

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

function run(env: NodeJS.ProcessEnv, args: string[] = [], program = "start.mjs"): Promise<Ended> {
  const child: ChildProcess = spawn(
    process.execPath,
    [path.join(checkout, "cli/bin", program), ...args],
    { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } },
  );
  const ended: Ended = { code: null, stdout: "", stderr: "" };
  child.stdout?.on("data", (text) => (ended.stdout += String(text)));
  child.stderr?.on("data", (text) => (ended.stderr += String(text)));
  return new Promise((resolve) => child.once("close", (code) => resolve({ ...ended, code })));
}

async function occupied(): Promise<{ port: number; release: () => void }> {
  const server = net.createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, () => resolve((server.address() as net.AddressInfo).port)),
  );
  return { port, release: () => server.close() };
}

/** Ports on which nothing of another test run listens. */
const ports = async (): Promise<NodeJS.ProcessEnv> => ({
  PORT: String(await freePort(28_300)),
  SIMULATOR_PORT: String(await freePort(28_400)),
});

describe("npm start refuses in one sentence, with exit code 1 and before anything long begins,", () => {
  beforeAll(() => run({}, ["--version"], "mall.mjs"));

  async function expectSentence(env: NodeJS.ProcessEnv, sentence: RegExp): Promise<void> {
    const { code, stderr, stdout } = await run({ ...(await ports()), ...env });
    expect(stderr.trim()).toMatch(sentence);
    expect(stderr.trim()).not.toContain("\n");
    expect(code).toBe(1);
    expect(stdout).not.toContain("Migrations");
  }

  it.each(["PORT", "SIMULATOR_PORT"])("a taken %s", async (variable) => {
    const { port, release } = await occupied();
    const sentence = `^Port ${port} is taken by another program: set ${variable} to a free one`;
    await expectSentence({ [variable]: String(port) }, new RegExp(sentence));
    release();
  });

  it.each([
    ["a malformed PORT", { PORT: "abc" }, /^PORT must be a port from 1 to 65535\.$/],
    [
      "a malformed DATABASE_URL",
      { DATABASE_URL: "mysql://x/y" },
      /^DATABASE_URL must be an address like/,
    ],
    [
      "a DATABASE_URL where nobody listens",
      { DATABASE_URL: "postgres://u:p@localhost:9/x" },
      /^Nothing answers at localhost:9: .*DATABASE_URL\.$/,
    ],
    [
      "a REDIS_URL where nobody listens",
      { REDIS_URL: "redis://localhost:9" },
      /^No usable Redis answers at localhost:9 \(.*\): .*REDIS_URL/,
    ],
    [
      "a WeChat configured in part",
      { WECHAT_APP_ID: "wx0123456789abcdef" },
      /^WeChat is configured only in part: set WECHAT_APP_SECRET/,
    ],
    [
      "a MALL_HOST that is not this machine's",
      { MALL_HOST: "192.0.2.1" },
      /change MALL_HOST or PORT\.$/,
    ],
  ])("%s", async (_, env, sentence) => {
    await expectSentence(env, sentence);
  });

  it("a wrong setting in .env", async () => {
    writeFiles(checkout, { ".env": "MALL_ADMIN_EMAIL=nobody\n" });
    await expectSentence({}, /^MALL_ADMIN_EMAIL must be an e-mail address\.$/);
    fs.rmSync(path.join(checkout, ".env"));
  });

  it("a checkout that is running already", async () => {
    const taken = acquireLock(path.join(checkout, ".mall/lock"));
    await expectSentence(
      {},
      new RegExp(`^This checkout is already running \\(process ${process.pid}\\)`),
    );
    if (taken.held) taken.release();
  });
});

describe("npm start", () => {
  it("takes over the lock of a process that was killed", async () => {
    writeFiles(checkout, {
      ".mall/lock": JSON.stringify({ pid: 2_000_000_000, identity: "gone" }),
    });
    const { stderr } = await run({ PORT: "abc" });
    expect(stderr).toMatch(/^PORT must be/);
    expect(fs.existsSync(path.join(checkout, ".mall/lock"))).toBe(false);
  });

  it("shows the stack of what is nobody's mistake", async () => {
    fs.rmSync(path.join(checkout, ".mall/secrets.json"), { force: true });
    fs.mkdirSync(path.join(checkout, ".mall/secrets.json"));
    const { code, stderr } = await run(await ports());
    expect(stderr).toContain("EISDIR");
    expect(stderr).toMatch(/\n\s+at .*secrets\.ts:\d+/);
    expect(code).toBe(1);
    fs.rmdirSync(path.join(checkout, ".mall/secrets.json"));
  });

  it("explains itself with --help", async () => {
    const { code, stdout } = await run({}, ["--help"]);
    expect(stdout).toContain("$ mall start");
    expect(stdout).toContain("SIMULATOR_PORT");
    expect(code).toBe(0);
  });

  it("answers a flag it does not know with exit code 2", async () => {
    const { code, stderr } = await run({}, ["--nonsense"]);
    expect(stderr).toContain("Nonexistent flag: --nonsense");
    expect(code).toBe(2);
  });

  it("explains itself on a fresh clone without installing anything", async () => {
    fs.rmSync(path.join(checkout, "node_modules"));
    const { code, stdout } = await run({}, ["--help"]);
    fs.symlinkSync(path.join(repository, "node_modules"), path.join(checkout, "node_modules"));
    expect(stdout).toContain("npm start installs the dependencies");
    expect(code).toBe(0);
  });
});

describe("mall", () => {
  it("is compiled once and says its commands at once the next time", async () => {
    await run({}, ["--help"], "mall.mjs");
    const begin = performance.now();
    const { code, stdout } = await run({}, ["--help"], "mall.mjs");
    // 0.3 s on an idle machine; the rest is for one that runs other tests.
    expect(performance.now() - begin).toBeLessThan(3_000);
    expect(stdout).toMatch(/^ {2}start +Start the shop/m);
    expect(stdout).not.toContain("compiling");
    expect(code).toBe(0);
  });

  it("is compiled again when one of its sources changed", async () => {
    const source = path.join(checkout, "cli/src/commands/start.ts");
    fs.writeFileSync(
      source,
      fs.readFileSync(source, "utf8").replace("Start the shop", "Open the shop"),
    );
    const { stdout } = await run({}, ["--help"], "mall.mjs");
    expect(stdout).toContain("Command line: compiling");
    expect(stdout).toMatch(/^ {2}start +Open the shop/m);
  });
});
