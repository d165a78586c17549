import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { defineErrors } from "@mall/kernel";
import pLimit from "p-limit";

const CheckoutErrors = defineErrors("checkout", {
  busy: ["NOT_ALLOWED", "Many people are ordering right now; try again in a moment"],
});

/**
 * While stock is reserved, each checkout holds a database connection for its lock and needs more
 * to do its work. A rush in which the waiting ones hold all connections of the pool would stand
 * still until they time out, so only so many go in at a time and the others queue before the door.
 */
const AT_A_TIME = 8;
/** Whoever comes behind so many would wait longer than a phone does. */
const LONGEST_QUEUE = 200;

const limit = pLimit(AT_A_TIME);

/** Lets a checkout in when it is its turn, and the next one when it was answered. */
export function checkoutLimit(
  _req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction,
): void {
  if (limit.pendingCount >= LONGEST_QUEUE) {
    next(CheckoutErrors.busy());
    return;
  }
  void limit(
    () =>
      new Promise<void>((resolve) => {
        if (res.destroyed) {
          resolve();
          return;
        }
        res.once("close", resolve);
        next();
      }),
  );
}
