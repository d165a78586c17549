import type { Client } from "pg";
import { withConnection } from "./database";

/** A step of the start that is done once per database. */
export type BootStep = "migrations" | "seed";

export interface BootStepRecord {
  fingerprint: string;
  /** What the step produced, as JSON. */
  result: unknown;
}

/**
 * Does `work` unless this database already had it done with the same fingerprint. That is
 * remembered in the database itself (`mall.boot`): another database, or a dropped and created one,
 * has it done again. One at a time, also when two machines start on one database.
 *
 * @param work returns what is to be remembered with it, as JSON
 * @param again does it in any case
 * @returns whether the work was done now, and what is remembered
 */
export async function oncePerDatabase(
  databaseUrl: string,
  step: BootStep,
  fingerprint: string,
  work: () => Promise<unknown>,
  again = false,
): Promise<{ done: boolean; result: unknown }> {
  return withConnection(databaseUrl, async (client) => {
    // Held by this connection: a killed process lets go of it.
    await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [`mall.boot.${step}`]);
    const before = await read(client, step);
    if (before?.fingerprint === fingerprint && !again) {
      return { done: false, result: before.result };
    }
    const result = (await work()) ?? null;
    await write(client, step, { fingerprint, result });
    return { done: true, result };
  });
}

async function read(client: Client, step: BootStep): Promise<BootStepRecord | undefined> {
  const { rows: found } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('mall.boot') IS NOT NULL AS there",
  );
  if (found[0]?.there !== true) {
    return undefined;
  }
  const { rows } = await client.query<BootStepRecord>(
    "SELECT fingerprint, result FROM mall.boot WHERE step = $1",
    [step],
  );
  return rows[0];
}

async function write(client: Client, step: BootStep, record: BootStepRecord): Promise<void> {
  await client.query("CREATE SCHEMA IF NOT EXISTS mall");
  await client.query(
    `CREATE TABLE IF NOT EXISTS mall.boot (
       step text PRIMARY KEY,
       fingerprint text NOT NULL,
       result jsonb,
       at timestamptz NOT NULL DEFAULT now()
     )`,
  );
  await client.query(
    `INSERT INTO mall.boot (step, fingerprint, result) VALUES ($1, $2, $3)
     ON CONFLICT (step) DO UPDATE
       SET fingerprint = excluded.fingerprint, result = excluded.result, at = now()`,
    [step, record.fingerprint, JSON.stringify(record.result)],
  );
}
