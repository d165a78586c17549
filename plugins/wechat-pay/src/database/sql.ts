import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import type { Context } from "@medusajs/framework/types";
import { invariantBroken } from "@mall/kernel";

/**
 * Runs one statement in the transaction of `context`, or on its manager.
 *
 * @returns the rows of a RETURNING or SELECT
 */
export async function execute<Row = Record<string, unknown>>(
  context: Context<EntityManager>,
  sql: string,
  values: unknown[],
): Promise<Row[]> {
  const manager = context.transactionManager ?? context.manager;
  if (manager === undefined) throw invariantBroken("Called without a database manager");
  return manager.execute<Row[]>(sql, values);
}
