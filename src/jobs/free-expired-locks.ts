import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";

/**
 * Medusa's locks in PostgreSQL have a time at which they run out, and nobody looks at it: what a
 * killed process held, such as the cart that it was making an order of, would be locked for ever.
 * Locks in Redis run out by themselves; then there is no such table.
 */
export default async function freeExpiredLocks(container: MedusaContainer): Promise<void> {
  const database = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const { rows } = await database.raw<{ rows: { exists: boolean }[] }>(
    "SELECT to_regclass('locking') IS NOT NULL AS exists",
  );
  if (rows[0]?.exists) await database.raw("DELETE FROM locking WHERE expiration < now()");
}

export const config = {
  name: "free-expired-locks",
  schedule: { cron: "*/10 * * * * *", concurrency: "forbid" },
};
