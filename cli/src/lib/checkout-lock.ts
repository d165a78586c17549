import path from "node:path";
import { acquireLock } from "../../bin/bootstrap/lock.cjs";
import { UserError } from "./errors";

/**
 * Makes this process the only one that runs the checkout, until it ends.
 *
 * @throws UserError that names the process which already does
 */
export function acquireCheckout(stateDirectory: string): void {
  const taken = acquireLock(path.join(stateDirectory, "lock"));
  if (!taken.held) {
    throw new UserError(
      `This checkout is already running (process ${String(taken.pid)}): stop that one first with Ctrl-C or "kill ${String(taken.pid)}".`,
    );
  }
  process.once("exit", taken.release);
}
