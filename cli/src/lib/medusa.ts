import fs from "node:fs";
import path from "node:path";
import { runToEnd, type ProcessSpec } from "./processes";
import type { RunRecord } from "./run-record";

/** Where and how to run Medusa. */
export interface MedusaContext {
  /** The checkout. */
  root: string;
  /** Settings of the store, DATABASE_URL among them; nothing is added from our own environment. */
  env: NodeJS.ProcessEnv;
  /** Receives `<command>.log`. */
  logDirectory: string;
  record?: RunRecord;
  signal?: AbortSignal;
}

/** What to run for `medusa <args>` in the checkout. */
export function medusaProcess(
  context: MedusaContext,
  name: string,
  log: string,
  args: readonly string[],
): ProcessSpec {
  // Under the real path, as Node resolves modules: otherwise a linked checkout loads Medusa twice.
  const root = fs.realpathSync(context.root);
  return {
    name,
    command: process.execPath,
    args: [path.join(root, "node_modules", "@medusajs", "cli", "cli.js"), ...args],
    cwd: root,
    env: {
      // Node 22 keeps compiled code there, which saves up to a second per start; Node 20 ignores it.
      NODE_COMPILE_CACHE: path.join(root, "node_modules", ".cache", "mall-compiled"),
      ...context.env,
      NODE_ENV: "production",
      MEDUSA_DISABLE_TELEMETRY: "true",
    },
    logFile: path.join(context.logDirectory, `${log}.log`),
    record: context.record,
  };
}

/**
 * Runs `medusa <args>` to its end.
 *
 * @throws UserError with its last lines when it fails
 */
export function runMedusa(
  context: MedusaContext,
  name: string,
  log: string,
  args: readonly string[],
): Promise<void> {
  return runToEnd(medusaProcess(context, name, log, args), context.signal);
}
