import { readWechatSettings, SettingsError, type WechatSettings } from "@mall/wechat";
import { readSetting } from "./read-setting";
import * as rules from "./rules";

/** The settings of a mall, checked. */
export interface Configuration {
  readonly isProduction: boolean;
  /** Absent: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly databaseReplicaUrl: string | undefined;
  /** Absent: events, workflows, cache and locks stay in the process. */
  readonly redisUrl: string | undefined;
  readonly port: number;
  /** Absent: all addresses of the machine. */
  readonly host: string | undefined;
  /** Without a final slash. */
  readonly publicUrl: string;
  readonly simulatorPort: number;
  /** Origins separated by commas, as Medusa takes them. */
  readonly storeCors: string;
  readonly adminCors: string;
  readonly authCors: string;
  /** Absent only where `npm start` makes one; never in production with a database of its own. */
  readonly jwtSecret: string | undefined;
  readonly cookieSecret: string | undefined;
  readonly workerMode: "shared" | "server" | "worker";
  readonly paymentDeadlineMinutes: number;
  /** Days from sending an order to its receipt being confirmed by itself. */
  readonly autoConfirmDays: number;
  readonly adminEmail: string | undefined;
  readonly adminPassword: string | undefined;
  /** Absent: the simulator. */
  readonly wechat: WechatSettings | undefined;
}

const DEFAULT_PORT = 9000;
const DEFAULT_SIMULATOR_PORT = 9010;
const DEFAULT_DEADLINE_MINUTES = 30;
const DEFAULT_AUTO_CONFIRM_DAYS = 10;
/** Where the admin's and a storefront's development servers listen by default. */
const LOCAL_ADMIN = "http://localhost:5173";
const LOCAL_STOREFRONT = "http://localhost:8000";

/**
 * Reads the settings of a mall from the environment and checks all that can be checked without
 * asking anybody. Whether a port is free and a database answers is found out by who uses them.
 *
 * @throws SettingsError for the first wrong or missing setting
 */
export function readConfiguration(
  env: NodeJS.ProcessEnv,
  { now }: { readonly now: Date },
): Configuration {
  const isProduction = readSetting(env, "NODE_ENV", rules.text) === "production";
  const network = readNetwork(env);
  const stores = readStores(env);
  const simulatorPort = readSetting(env, "SIMULATOR_PORT", rules.port) ?? DEFAULT_SIMULATOR_PORT;
  const wechat = readWechatSettings(env, { now: () => now });
  if (!wechat && simulatorPort === network.port) {
    throw new SettingsError(
      "SIMULATOR_PORT",
      `SIMULATOR_PORT must differ from the server's PORT, and both are ${simulatorPort}.`,
    );
  }
  return {
    isProduction,
    ...stores,
    ...network,
    simulatorPort,
    ...readCors(env, network, isProduction),
    ...readSecrets(env, isProduction && stores.databaseUrl !== undefined),
    paymentDeadlineMinutes:
      readSetting(env, "MALL_PAYMENT_DEADLINE_MINUTES", rules.paymentDeadline) ??
      DEFAULT_DEADLINE_MINUTES,
    autoConfirmDays:
      readSetting(env, "MALL_AUTO_CONFIRM_DAYS", rules.autoConfirm) ?? DEFAULT_AUTO_CONFIRM_DAYS,
    adminEmail: readSetting(env, "MALL_ADMIN_EMAIL", rules.email),
    adminPassword: readSetting(env, "MALL_ADMIN_PASSWORD", rules.password),
    wechat,
  };
}

type Network = Pick<Configuration, "port" | "host" | "publicUrl">;

function readNetwork(env: NodeJS.ProcessEnv): Network {
  const port = readSetting(env, "PORT", rules.port) ?? DEFAULT_PORT;
  return {
    port,
    host: readSetting(env, "MALL_HOST", rules.host),
    publicUrl: readSetting(env, "MALL_PUBLIC_URL", rules.publicUrl) ?? `http://localhost:${port}`,
  };
}

type Stores = Pick<Configuration, "databaseUrl" | "databaseReplicaUrl" | "redisUrl" | "workerMode">;

function readStores(env: NodeJS.ProcessEnv): Stores {
  const databaseUrl = readSetting(env, "DATABASE_URL", rules.postgresUrl);
  const databaseReplicaUrl = readSetting(env, "DATABASE_REPLICA_URL", rules.postgresUrl);
  if (databaseReplicaUrl !== undefined && databaseUrl === undefined) {
    throw new SettingsError(
      "DATABASE_URL",
      "DATABASE_URL must be set when DATABASE_REPLICA_URL is, because the embedded database has no replica.",
    );
  }
  const redisUrl = readSetting(env, "REDIS_URL", rules.redisUrl);
  const workerMode = readSetting(env, "MEDUSA_WORKER_MODE", rules.workerMode) ?? "shared";
  // A worker without it would wait for work that never comes, and nobody would notice. A server is
  // not refused: Medusa's own commands (db:migrate, exec) set MEDUSA_WORKER_MODE=server.
  if (workerMode === "worker" && redisUrl === undefined) {
    throw new SettingsError(
      "REDIS_URL",
      "REDIS_URL must be set when MEDUSA_WORKER_MODE is worker, because processes meet in Redis.",
    );
  }
  return { databaseUrl, databaseReplicaUrl, redisUrl, workerMode };
}

function readCors(
  env: NodeJS.ProcessEnv,
  { port, publicUrl }: Network,
  isProduction: boolean,
): Pick<Configuration, "storeCors" | "adminCors" | "authCors"> {
  const own = [publicUrl, `http://localhost:${port}`];
  const list = (...local: string[]) =>
    isProduction ? publicUrl : [...new Set([...own, ...local])].join(",");
  return {
    storeCors: readSetting(env, "STORE_CORS", rules.origins) ?? list(LOCAL_STOREFRONT),
    adminCors: readSetting(env, "ADMIN_CORS", rules.origins) ?? list(LOCAL_ADMIN),
    authCors: readSetting(env, "AUTH_CORS", rules.origins) ?? list(LOCAL_STOREFRONT, LOCAL_ADMIN),
  };
}

/**
 * With a database of its own a mall outlives its machine and has several processes, so they must
 * share secrets that somebody keeps. On the embedded database `npm start` makes and keeps them.
 */
function readSecrets(
  env: NodeJS.ProcessEnv,
  areNeeded: boolean,
): Pick<Configuration, "jwtSecret" | "cookieSecret"> {
  const read = (name: "JWT_SECRET" | "COOKIE_SECRET") => {
    const value = readSetting(env, name, rules.secret);
    if (value === undefined && areNeeded) {
      throw new SettingsError(
        name,
        `${name} must be set in production: 32 random characters or more, such as the output of openssl rand -hex 32.`,
      );
    }
    return value;
  };
  return { jwtSecret: read("JWT_SECRET"), cookieSecret: read("COOKIE_SECRET") };
}
