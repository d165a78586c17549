import { oncePerDatabase } from "./boot-record";
import { fingerprint } from "./fingerprint";
import { runMedusa, type MedusaContext } from "./medusa";

/**
 * What the tables follow from: Medusa's own version and every model, migration and link of the
 * repository. Redis and feature flags decide which of Medusa's modules are there.
 */
export function migrationsFingerprint(root: string, env: NodeJS.ProcessEnv): string {
  const flags = Object.entries(env).filter(([name]) => name.startsWith("MEDUSA_FF_"));
  return fingerprint(
    root,
    ["package-lock.json", "medusa-config.ts", "plugins", "src"],
    { ...Object.fromEntries(flags), redis: env.REDIS_URL ? "yes" : "no" },
    (file) =>
      !file.includes("/") ||
      /\/(configuration|models|migrations|links|migration-scripts|search)\//.test(file),
  );
}

/**
 * Brings the tables, links and data scripts of a database up to date, once per fingerprint.
 *
 * @param databaseUrl an existing database
 * @returns whether there was something to do
 * @throws UserError with the last lines of `migrate.log`
 */
export async function migrateDatabase(
  context: MedusaContext,
  databaseUrl: string,
): Promise<boolean> {
  const wanted = migrationsFingerprint(context.root, context.env);
  const withDatabase = { ...context, env: { ...context.env, DATABASE_URL: databaseUrl } };
  const { done } = await oncePerDatabase(databaseUrl, "migrations", wanted, async () => {
    await runMedusa(withDatabase, "database migration", "migrate", [
      "db:migrate",
      "--execute-safe-links",
      "--execute-safe-search",
      "--skip-scripts",
    ]);
    // By itself, because db:migrate ignores whether the scripts went well.
    await runMedusa(withDatabase, "data migration", "migrate-scripts", ["db:migrate:scripts"]);
  });
  return done;
}
