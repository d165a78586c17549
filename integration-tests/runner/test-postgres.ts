import { readdirSync } from "node:fs";
import { join } from "node:path";

import { dropDatabase, ensureDatabase, withConnection, withDatabase } from "@mall/cli/lib/database";
import { startEmbeddedPostgres } from "@mall/cli/lib/postgres";

import { holdCheckout } from "./checkout-lock";
import { logDirectory, root, stateDirectory } from "./paths";
import { atEnd, once } from "./run-scope";

/** Our databases on a server begin with this. */
const PREFIX = "mall_test_";
/** What a killed run left behind, and templates of former states of the code, live this long. */
const KEPT_FOR = "1 day";

/** A crash of the test machine may lose test data; waiting for the disk would only cost time. */
const FAST = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/**
 * The PostgreSQL of this run: the one of DATABASE_URL, or an embedded one that is not that of
 * `npm start`.
 *
 * @returns the address of its database `postgres`
 */
export function testPostgres(): Promise<string> {
  return once("postgres", async () => {
    const server = await openServer();
    await dropExpired(server);
    atEnd(() => dropModuleDatabases(server));
    return server;
  });
}

async function openServer(): Promise<string> {
  const configured = process.env.DATABASE_URL;
  if (configured) {
    const server = withDatabase(configured, "postgres");
    await ensureDatabase(server);
    return server;
  }
  await holdCheckout();
  const postgres = await startEmbeddedPostgres({
    root,
    directory: join(stateDirectory, "postgres"),
    logFile: join(logDirectory, "postgres.log"),
    settings: FAST,
    firstPort: 25_532,
  });
  atEnd(() => postgres.stop());
  return postgres.url("postgres");
}

/** The name of a database of this run that is not there yet. */
export function databaseOfRun(name: string): string {
  return `${PREFIX}${process.pid}_${name}`;
}

/** The name of the template for this state of the code. */
export function templateDatabase(fingerprint: string): string {
  return `${PREFIX}template_${fingerprint.slice(0, 16)}`;
}

/** Notes that a database is in use today, so that no other run takes it for a leftover. */
export async function markUsed(server: string, name: string): Promise<void> {
  await withConnection(server, async (client) => {
    const { rows } = await client.query<{ now: string }>("SELECT now()::text AS now");
    const comment = client.escapeLiteral(rows[0]!.now);
    await client.query(`COMMENT ON DATABASE ${client.escapeIdentifier(name)} IS ${comment}`);
  });
}

/** Drops databases of ours that nobody used for a day; they are marked as soon as they are made. */
async function dropExpired(server: string): Promise<void> {
  const names = await databases(
    server,
    `name LIKE '${PREFIX.replaceAll("_", "\\_")}%'
     AND coalesce(used::timestamptz < now() - interval '${KEPT_FOR}', false)`,
  );
  for (const name of names) await dropDatabase(server, name);
}

/**
 * Drops what Medusa's module test runner created and does not remove: medusa-<module>-integration-<n>.
 * One that is in use belongs to another run and is left alone.
 */
async function dropModuleDatabases(server: string): Promise<void> {
  const modules = readdirSync(join(root, "plugins"))
    .flatMap((plugin) => folders(join(root, "plugins", plugin, "src", "modules")))
    .flatMap((name) => [name, name.replaceAll("-", "_")]);
  const names = await databases(
    server,
    `name ~ '^medusa-(${modules.join("|")})-integration-[0-9]+$'`,
  );
  await withConnection(server, async (client) => {
    for (const name of names) {
      try {
        await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)}`);
      } catch (error) {
        const OBJECT_IN_USE = "55006";
        if ((error as { code?: string }).code !== OBJECT_IN_USE) throw error;
      }
    }
  });
}

async function databases(server: string, condition: string): Promise<string[]> {
  return withConnection(server, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT name FROM (
         SELECT datname AS name, shobj_description(oid, 'pg_database') AS used FROM pg_database
       ) AS database WHERE ${condition}`,
    );
    return rows.map(({ name }) => name);
  });
}

function folders(parent: string): string[] {
  try {
    return readdirSync(parent);
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return [];
    throw error;
  }
}
