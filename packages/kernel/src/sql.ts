import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import type { Context } from "@medusajs/framework/types";
import { invariantBroken } from "./errors";
import { fromFen, type Fen } from "./money";

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

/** What stands in the two columns in which Medusa keeps an amount: yuan, and the same as JSON. */
export function bigNumberColumns(amount: Fen): { value: string; raw: string } {
  const value = fromFen(amount);
  return { value, raw: JSON.stringify({ value, precision: 20 }) };
}
