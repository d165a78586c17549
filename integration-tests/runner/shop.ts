import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";

import { buildAdmin } from "@mall/cli/lib/admin-build";
import {
  createDatabaseFromTemplate,
  dropDatabase,
  ensureDatabase,
  withDatabase,
} from "@mall/cli/lib/database";
import { fingerprint } from "@mall/cli/lib/fingerprint";
import type { MedusaContext } from "@mall/cli/lib/medusa";
import { migrateDatabase, migrationsFingerprint } from "@mall/cli/lib/migrations";
import { linkPlugins } from "@mall/cli/lib/plugin-links";
import { freePort } from "@mall/cli/lib/ports";
import { runToEnd, stopLeftovers } from "@mall/cli/lib/processes";
import { RunRecord } from "@mall/cli/lib/run-record";
import { seedDatabase, seedFingerprint, type SeedResult } from "@mall/cli/lib/seed";
import { localUrl, startServer } from "@mall/cli/lib/server";
import { startSimulatorProcess } from "@mall/cli/lib/simulator";
import { SETTINGS } from "@mall/configuration";

import type { Stack } from "../support/stack";
import { holdCheckout } from "./checkout-lock";
import { logDirectory, root, stateDirectory } from "./paths";
import { atEnd } from "./run-scope";
import { databaseOfRun, markUsed, templateDatabase, testPostgres } from "./test-postgres";

/** Waiting times of WeChat's notification retries, 15 s first, become hundredths of them. */
const TIME_SCALE = 0.01;
const FIRST_SERVER_PORT = 29_100;
const FIRST_SIMULATOR_PORT = 29_200;
const admin = { email: "admin@mall.test", password: "mall-test-admin" };

/**
 * Starts the shop that http, fault and e2e tests share: a database copied from a migrated and
 * seeded template, the WeChat simulator, one server with its admin.
 */
export async function startShop(): Promise<Stack> {
  const postgres = await testPostgres();
  await holdCheckout();
  const record = new RunRecord(stateDirectory);
  await stopLeftovers(record);
  linkPlugins(root);

  const port = await freePort(FIRST_SERVER_PORT);
  const url = localUrl(port);
  const simulator = await startSimulator(record);
  const wechat = simulator.settings(`${url}/wechat/pay/notify`);
  const work = new AbortController();
  atEnd(() => work.abort());
  const env = environment(port, wechat);
  const context: MedusaContext = { root, logDirectory, record, env, signal: work.signal };

  const [shop] = await bothOrNeither(work, [
    copyOfSeededDatabase(postgres, context, url),
    // The same builds as those of `npm start`: each is made once per state of the sources.
    buildAdmin(context, join(root, ".mall")),
  ]);
  env.DATABASE_URL = shop.databaseUrl;
  const server = await startServer({ ...context, port });
  atEnd(() => server.stop());
  return {
    api_url: url,
    admin_url: `${url}/app`,
    simulator_url: simulator.url,
    publishable_key: shop.seed.publishable_key,
    region_id: shop.seed.region_id,
    payment_provider_id: shop.seed.payment_provider_id,
    admin,
    database_url: shop.databaseUrl,
    template_database: shop.template,
    server_log: server.logFile,
    environment: env as Record<string, string>,
  };
}

/** Waits for both; when one fails, the other is stopped before the failure is told. */
async function bothOrNeither<A, B>(
  work: AbortController,
  [a, b]: [Promise<A>, Promise<B>],
): Promise<[A, B]> {
  try {
    return await Promise.all([a, b]);
  } catch (error) {
    work.abort();
    await Promise.allSettled([a, b]);
    throw error;
  }
}

/** Only what is listed here: nothing of the caller's environment or `.env` changes what is tested. */
function environment(port: number, wechat: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return {
    // A variable that is set, even to nothing, is not taken from `.env`; to our settings, nothing is unset.
    ...Object.fromEntries(SETTINGS.map(({ name }) => [name, ""])),
    PATH,
    HOME,
    NODE_ENV: "production",
    PORT: String(port),
    JWT_SECRET: randomBytes(32).toString("hex"),
    COOKIE_SECRET: randomBytes(32).toString("hex"),
    ...wechat,
  };
}

async function startSimulator(record: RunRecord) {
  await compileCommandLine();
  const directory = join(stateDirectory, "simulator");
  rmSync(directory, { recursive: true, force: true });
  const simulator = await startSimulatorProcess({
    program: join(root, "cli", "dist", "simulator.js"),
    port: await freePort(FIRST_SIMULATOR_PORT),
    directory,
    logFile: join(logDirectory, "simulator.log"),
    timeScale: TIME_SCALE,
    record,
  });
  atEnd(() => simulator.stop());
  return simulator;
}

/** As `npm start` does it, in a process of its own: the bootstrap is ES modules, Jest's sandbox is not. */
function compileCommandLine(): Promise<void> {
  const build = JSON.stringify(join(root, "cli", "bin", "bootstrap", "build.mjs"));
  return runToEnd({
    name: "compilation of the command line",
    command: process.execPath,
    args: ["--eval", `import(${build}).then(({ buildCli }) => buildCli())`],
    cwd: root,
    env: process.env,
    logFile: join(logDirectory, "compile.log"),
  });
}

/**
 * A fresh database with the demo shop. Migrating and seeding takes a minute and is done in a
 * template, once per state of the migrations and the seed; copying that takes less than a second.
 */
async function copyOfSeededDatabase(
  postgres: string,
  context: MedusaContext,
  publicUrl: string,
): Promise<{ databaseUrl: string; template: string; seed: SeedResult }> {
  const state = fingerprint(root, [], {
    migrations: migrationsFingerprint(root, context.env),
    seed: seedFingerprint(root, admin.email, publicUrl),
    // Pictures are files of this checkout.
    root,
  });
  const template = templateDatabase(state);
  const url = withDatabase(postgres, template);
  await ensureDatabase(url);
  await markUsed(postgres, template);
  const prepare = { ...context, env: { ...context.env, DATABASE_URL: url } };
  await migrateDatabase(prepare, url);
  const { result } = await seedDatabase(prepare, url, stateDirectory, admin, publicUrl);

  const name = databaseOfRun("shop");
  atEnd(() => dropDatabase(postgres, name));
  const databaseUrl = await createDatabaseFromTemplate(postgres, name, template);
  await markUsed(postgres, name);
  return { databaseUrl, template, seed: result };
}
