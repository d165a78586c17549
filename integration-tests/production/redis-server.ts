import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";

import { freePort } from "@mall/cli/lib/ports";
import { startProcess, type RunningProcess } from "@mall/cli/lib/processes";
import type { RunRecord } from "@mall/cli/lib/run-record";

import { logDirectory } from "../runner/paths";
import { eventually } from "../support/http";
import type { Need } from "../support/needs";
import { serviceOf, type Compose } from "./compose-file";
import { checkHealth } from "./health";
import type { Places } from "./places";

const HOST = "127.0.0.1";
const FIRST_PORT = 27_600;
/** On a server that is not ours: the other tests do not use it, and it is emptied. */
const FOREIGN_DATABASE = 13;

const hasProgram = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis of the layout's own, or else one that is there. */
export const anyRedis: Need = {
  name: "Redis",
  remedy: "install redis-server, or set REDIS_URL",
  found: hasProgram ? "redis-server" : process.env.REDIS_URL || undefined,
};

/** @returns undefined when the one of REDIS_URL serves */
export async function startRedis(
  compose: Compose,
  places: Places,
  directory: string,
  record: RunRecord,
): Promise<RunningProcess | undefined> {
  if (hasProgram) return startOwnRedis(compose, places, directory, record);
  const url = new URL(anyRedis.found ?? "");
  url.pathname = `/${FOREIGN_DATABASE}`;
  const { hostname: host, port, username, password, pathname: path, href } = url;
  places.listen("redis", { host, port: Number(port || "6379"), username, password, path });
  const client = new Redis(href);
  await client.flushdb();
  await client.quit();
  return undefined;
}

/** The service's own command, plus where to listen and where to write. */
async function startOwnRedis(
  compose: Compose,
  places: Places,
  directory: string,
  record: RunRecord,
): Promise<RunningProcess> {
  const service = serviceOf(compose, "redis");
  const [command = "", ...args] = service.command ?? [];
  const { port } = places.listen("redis", { host: HOST, port: await freePort(FIRST_PORT, HOST) });
  const data = join(directory, "redis");
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const env = { PATH: process.env.PATH, ...places.environment(service) };
  const redis = await startProcess({
    name: "Redis",
    command,
    args: [...args, "--port", String(port), "--bind", HOST, "--dir", data],
    cwd: data,
    env,
    logFile: join(logDirectory, "production-redis.log"),
    record,
  });
  const here = (word: string) => word.replace("redis-cli", `redis-cli -p ${port}`);
  await eventually("Redis is healthy", async () =>
    checkHealth(service.healthcheck?.test ?? [], here, env).status === 0 ? true : undefined,
  );
  return redis;
}
