import path from "node:path";
import { parseEnv } from "node:util";
import { readConfiguration, type Configuration } from "@mall/configuration";
import { readTextIfThere } from "./files";
import type { Secrets } from "./secrets";

export interface Settings {
  configuration: Configuration;
  /** The environment for everything that runs Medusa; a database and a WeChat may still be missing. */
  env: NodeJS.ProcessEnv;
}

/**
 * The settings of a checkout: the environment, then `.env`, then secrets made for this machine.
 *
 * @param root the checkout
 * @param env the environment, which wins over `.env`
 * @throws SettingsError that names the variable to change
 */
export function readSettings(
  root: string,
  env: NodeJS.ProcessEnv,
  secrets: Secrets,
  now: Date,
): Settings {
  const file: NodeJS.ProcessEnv = parseEnv(readTextIfThere(path.join(root, ".env")) ?? "");
  const merged: NodeJS.ProcessEnv = { ...file, ...env };
  // A variable set to nothing counts as unset: that is how Compose files pass a variable on.
  merged.JWT_SECRET = nonEmpty(merged.JWT_SECRET) ?? secrets.jwt_secret;
  merged.COOKIE_SECRET = nonEmpty(merged.COOKIE_SECRET) ?? secrets.cookie_secret;
  const configuration = readConfiguration(merged, { now });
  const { storeCors, adminCors, authCors } = configuration;
  return {
    configuration,
    // Medusa runs in production mode, where the configuration would allow no local storefront; what
    // counts is the mode that the person chose.
    env: { ...merged, STORE_CORS: storeCors, ADMIN_CORS: adminCors, AUTH_CORS: authCors },
  };
}

function nonEmpty(value: string | undefined): string | undefined {
  return value?.trim() === "" ? undefined : value;
}
