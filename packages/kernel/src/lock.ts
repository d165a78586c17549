import type { MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import pLimit from "p-limit";
import { defineErrors } from "./errors";

/**
 * A lock in PostgreSQL holds a database connection, waiting or not, and its holder needs more of
 * them to do its work: so many at a time, the others queue in memory.
 */
const AT_A_TIME = 8;
const WAIT_SECONDS = 30;

const limit = pLimit(AT_A_TIME);

const LockErrors = defineErrors("lock", {
  busy: ["NOT_ALLOWED", "This is being changed by someone else right now; try again"],
});

/** Who changes an order's money, goods or state holds this, so that changes come one after another. */
export function orderLock(orderId: string): string {
  return `order-change:${orderId}`;
}

/**
 * Does `job` while nobody else, in any process, does anything under the same key. A crash frees the
 * key. Not re-entrant: a job that asks for its own key waits for itself.
 *
 * @throws lock.busy when the key was not free within 30 seconds; `job` has not begun then
 */
export function withLock<Result>(
  container: Pick<MedusaContainer, "resolve">,
  key: string,
  job: () => Promise<Result>,
): Promise<Result> {
  return limit(async () => {
    const progress = { hasBegun: false };
    const begin = () => {
      progress.hasBegun = true;
      return job();
    };
    try {
      return await container
        .resolve(Modules.LOCKING)
        .execute([key], begin, { timeout: WAIT_SECONDS });
    } catch (error) {
      throw progress.hasBegun ? error : LockErrors.busy();
    }
  });
}
