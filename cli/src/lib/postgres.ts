import path from "node:path";
import { Client } from "pg";
import { errorCode, UserError } from "./errors";
import { readTextIfThere, writeFileAtomically } from "./files";
import { lastLines } from "./log-lines";
import { freePort } from "./ports";
import { preparePostgres, type PostgresBinaries } from "./postgres-binaries";
import { openCluster, placeCluster, postgresEnvironment, SUPERUSER } from "./postgres-cluster";
import type { Cluster } from "./postgres-cluster";
import { stopOrphan } from "./postgres-orphan";
import { postgresUser, type UnprivilegedUser } from "./postgres-user";
import { describeEnd, startProcess, type ProcessEnd, type RunningProcess } from "./processes";
import { pollUntil } from "./wait";

export interface EmbeddedPostgresOptions {
  /** The checkout, in whose node_modules PostgreSQL is found. */
  root: string;
  /** Holds the data, the password and the port: `.mall/postgres`. */
  directory: string;
  /** Where PostgreSQL writes its log. */
  logFile: string;
  /** Settings of postgresql.conf that win, such as `{ fsync: "off" }` for a test. */
  settings?: Readonly<Record<string, string>>;
  /** The first port to try when none is remembered; 25432 unless told. */
  firstPort?: number;
  /** Used by root in a checkout that other users may not enter; `/var/lib/mall` unless told. */
  systemDirectory?: string;
  signal?: AbortSignal;
}

export interface EmbeddedPostgres {
  /** "18.4.0-beta.17" */
  readonly version: string;
  readonly port: number;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when it ended, however it ended. */
  readonly ended: Promise<ProcessEnd>;
  /** The connection address of a database, which need not exist. The host is `localhost`. */
  url(database: string): string;
  /** Ends sessions, writes everything down, ends. */
  stop(): Promise<void>;
}

const DEFAULT_SYSTEM_DIRECTORY = "/var/lib/mall";
/** Below the range from which systems lend ports to outgoing connections. */
const DEFAULT_FIRST_PORT = 25_432;
const START_TIMEOUT_MS = 60_000;

/**
 * Starts the embedded PostgreSQL: creates its data when there are none, and takes over from one
 * that a killed run left serving the same data.
 *
 * @throws UserError when it cannot run here
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const systemDirectory = options.systemDirectory ?? DEFAULT_SYSTEM_DIRECTORY;
  const directory = path.resolve(options.directory);
  const user = postgresUser(path.join(directory, "data"));
  const binaries = preparePostgres(options.root, user, systemDirectory);
  const place = await placeCluster(directory, user, systemDirectory);
  await stopOrphan(path.join(place, "data"));
  const cluster = await openCluster(place, binaries, user, options.logFile, options.signal);
  const { running, port } = await startServing(options, binaries, cluster, user);
  return {
    version: binaries.version,
    port,
    pid: running.pid,
    logFile: options.logFile,
    ended: running.ended,
    url: (database) => connectionUrl(cluster.password, port, database),
    // SIGINT is PostgreSQL's fast shutdown: SIGTERM would wait for every session to leave.
    stop: () => running.stop("SIGINT", 15_000),
  };
}

/** Stops the embedded PostgreSQL of this folder if a killed run left it serving. */
export async function stopOrphanedPostgres(directory: string): Promise<void> {
  const noted = readTextIfThere(path.join(directory, "location"))?.trim();
  await stopOrphan(path.join(noted ?? directory, "data"));
}

async function startServing(
  options: EmbeddedPostgresOptions,
  binaries: PostgresBinaries,
  cluster: Cluster,
  user: UnprivilegedUser | undefined,
): Promise<{ running: RunningProcess; port: number }> {
  let candidate = rememberedPort(cluster) ?? options.firstPort ?? DEFAULT_FIRST_PORT;
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(candidate);
    const running = await spawnPostgres(options, binaries, cluster, user, port);
    const ready = await waitUntilReady(running, cluster.password, port, options.signal).catch(
      async (error: unknown) => {
        await running.stop("SIGINT");
        throw error;
      },
    );
    if (ready) {
      writeFileAtomically(cluster.portFile, String(port));
      return { running, port };
    }
    const end = await running.ended;
    const log = lastLines(options.logFile, 20).join("\n");
    // Another program took the port in between, or what is left of a killed PostgreSQL is still
    // going away: both pass.
    const passes = /could not create any TCP\/IP sockets|pre-existing shared memory|lock file/.test(
      log,
    );
    if (!passes || attempt === 10) {
      throw new UserError(describeEnd(running, end));
    }
    candidate = /TCP\/IP/.test(log) ? port + 1 : port;
    await pollUntil(() => undefined, 500, options.signal);
  }
}

function rememberedPort(cluster: Cluster): number | undefined {
  const port = Number(readTextIfThere(cluster.portFile) ?? "0");
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

function spawnPostgres(
  options: EmbeddedPostgresOptions,
  binaries: PostgresBinaries,
  cluster: Cluster,
  user: UnprivilegedUser | undefined,
  port: number,
): Promise<RunningProcess> {
  const settings = {
    listen_addresses: "localhost",
    unix_socket_directories: "",
    max_connections: "200",
    timezone: "UTC",
    log_timezone: "UTC",
    ...options.settings,
  };
  return startProcess({
    name: "embedded PostgreSQL",
    command: binaries.postgres,
    args: [
      "-D",
      cluster.data,
      "-p",
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    cwd: cluster.data,
    env: postgresEnvironment(),
    logFile: options.logFile,
    ...user,
  });
}

/** False when it ended instead. */
async function waitUntilReady(
  running: RunningProcess,
  password: string,
  port: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const ready = await pollUntil(
    async () => {
      if (running.end() !== undefined) {
        return false;
      }
      return (await answers(password, port)) ? true : undefined;
    },
    START_TIMEOUT_MS,
    signal,
  );
  if (ready === undefined) {
    throw new UserError(
      `The embedded PostgreSQL did not answer within ${String(START_TIMEOUT_MS / 1000)} s; its log: ${running.logFile}`,
    );
  }
  return ready;
}

async function answers(password: string, port: number): Promise<boolean> {
  const client = new Client({
    connectionString: connectionUrl(password, port, "postgres"),
    connectionTimeoutMillis: 2_000,
  });
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch (error) {
    // Not listening yet, or starting up, or recovering from a kill.
    const code = errorCode(error);
    if (
      code === "ECONNREFUSED" ||
      code === "57P03" ||
      code === "ECONNRESET" ||
      code === undefined
    ) {
      return false;
    }
    throw error;
  } finally {
    await client.end();
  }
}

function connectionUrl(password: string, port: number, database: string): string {
  // `localhost`, not 127.0.0.1: Medusa's test utilities turn SSL on for any other name.
  return `postgres://${SUPERUSER}:${password}@localhost:${String(port)}/${encodeURIComponent(database)}`;
}
