import { setTimeout as sleep } from "node:timers/promises";

import { acquireCheckout } from "@mall/cli/lib/checkout-lock";
import { UserError } from "@mall/cli/lib/errors";

import { stateDirectory } from "./paths";
import { once } from "./run-scope";

const PATIENCE_MS = 20 * 60 * 1000;

/**
 * Makes this run the only one of the checkout that runs servers, waiting for another one to end.
 *
 * @throws UserError when the other one does not end
 */
export function holdCheckout(): Promise<void> {
  return once("checkout", async () => {
    const deadline = performance.now() + PATIENCE_MS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        acquireCheckout(stateDirectory);
        return;
      } catch (error) {
        if (!(error instanceof UserError) || performance.now() > deadline) throw error;
        if (attempt === 1) console.log("Waiting for another test run in this checkout to end");
      }
      await sleep(1000);
    }
  });
}
