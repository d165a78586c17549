import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";

/** Runs one statement, with `?` for each value, and answers its rows. */
export type Query = <Row>(sql: string, values: readonly unknown[]) => Promise<Row[]>;

/**
 * The database as a whole: a comparison joins the tables of payments, refunds and of what a bill
 * has, a thousand rows at a time, which no module's service does.
 */
export function queryOf(container: MedusaContainer): Query {
  const connection = container.resolve(ContainerRegistrationKeys.PG_CONNECTION) as Connection;
  return async <Row>(sql: string, values: readonly unknown[]) =>
    (await connection.raw<{ rows: Row[] }>(sql, values)).rows;
}

interface Connection {
  raw<Result>(sql: string, values: readonly unknown[]): Promise<Result>;
}
