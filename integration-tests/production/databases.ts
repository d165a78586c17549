import { join } from "node:path";

import { dropDatabase, ensureDatabase, withDatabase } from "@mall/cli/lib/database";
import { startEmbeddedPostgres } from "@mall/cli/lib/postgres";
import type { RunRecord } from "@mall/cli/lib/run-record";

import { logDirectory, root } from "../runner/paths";
import { databaseOfRun } from "../runner/test-postgres";
import type { Compose } from "./compose-file";
import { postgresWithReplication } from "./postgres-binaries";
import { FAST, PostgresPair } from "./postgres-pair";
import type { Places } from "./places";
import type { Release } from "./release";

export interface Databases {
  /** Ends what was started; answers the exit codes of the services. */
  stop(): Promise<(number | null)[]>;
}

/**
 * The two PostgreSQL services where this machine has the programs for them, else one database that
 * stands for both: on the server of DATABASE_URL, or on an embedded one.
 */
export async function startDatabases(
  compose: Compose,
  places: Places,
  { release, directory }: { release: Release; directory: string },
  record: RunRecord,
): Promise<Databases> {
  if (postgresWithReplication.found === undefined) return oneDatabase(places, directory);
  const pair = new PostgresPair(postgresWithReplication.found, release, compose, places, record);
  try {
    await pair.startPrimary();
    await pair.startReplica();
    return pair;
  } catch (error) {
    await pair.stop();
    throw error;
  }
}

async function oneDatabase(places: Places, directory: string): Promise<Databases> {
  const { server, stop } = await someServer(directory);
  const name = databaseOfRun("production");
  await dropDatabase(server, name);
  await ensureDatabase(withDatabase(server, name));
  const { hostname: host, port, username, password } = new URL(server);
  for (const service of ["postgres-primary", "postgres-replica"]) {
    places.listen(service, {
      ...{ host, port: Number(port || "5432"), path: `/${name}` },
      ...{ username, password },
    });
  }
  return {
    stop: async () => {
      await dropDatabase(server, name);
      await stop();
      return [];
    },
  };
}

async function someServer(directory: string) {
  const configured = process.env.DATABASE_URL;
  if (configured) {
    return { server: withDatabase(configured, "postgres"), stop: () => Promise.resolve() };
  }
  const postgres = await startEmbeddedPostgres({
    root,
    directory: join(directory, "postgres"),
    logFile: join(logDirectory, "production-postgres.log"),
    settings: FAST,
    firstPort: 25_632,
  });
  return { server: postgres.url("postgres"), stop: () => postgres.stop() };
}
