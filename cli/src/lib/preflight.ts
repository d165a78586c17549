import fs from "node:fs";
import path from "node:path";
import type { Configuration } from "@mall/configuration";
import { errorCode, UserError } from "./errors";
import { requirePort } from "./ports";
import { stopOrphanedPostgres } from "./postgres";
import { stopLeftovers } from "./processes";
import { requireRedis } from "./redis";
import type { RunRecord } from "./run-record";
import { SIMULATOR_HOST } from "./simulator";

/** @throws UserError when this user cannot write there */
export function requireWritable(stateDirectory: string): void {
  try {
    fs.mkdirSync(path.join(stateDirectory, "logs"), { recursive: true });
    fs.accessSync(stateDirectory, fs.constants.W_OK);
    fs.accessSync(path.join(stateDirectory, "logs"), fs.constants.W_OK);
  } catch (error) {
    if (["EACCES", "EPERM", "EROFS"].includes(errorCode(error) ?? "")) {
      throw new UserError(
        `${stateDirectory} cannot be written to by this user: start as the user who owns it, or change its owner.`,
      );
    }
    throw error;
  }
}

/**
 * What can be found out before anything long begins: leftovers of a killed start are stopped, ports
 * are free, Redis answers.
 *
 * @returns the names of what an earlier start had left running
 * @throws UserError that names the variable to change
 */
export async function checkBeforeStart(
  configuration: Configuration,
  stateDirectory: string,
  record: RunRecord,
): Promise<string[]> {
  const stopped = await stopLeftovers(record);
  if (configuration.databaseUrl !== undefined) {
    await stopOrphanedPostgres(path.join(stateDirectory, "postgres"));
  }
  await requirePort(configuration.port, configuration.host, "PORT");
  if (configuration.wechat === undefined) {
    await requirePort(configuration.simulatorPort, SIMULATOR_HOST, "SIMULATOR_PORT");
  }
  if (configuration.redisUrl !== undefined) {
    await requireRedis(configuration.redisUrl);
  }
  return stopped;
}
