import { randomBytes } from "node:crypto";
import { chownSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { freePort } from "@mall/cli/lib/ports";
import { stopLeftovers, type RunningProcess } from "@mall/cli/lib/processes";
import { RunRecord } from "@mall/cli/lib/run-record";
import type { SeedResult } from "@mall/cli/lib/seed";
import { startSimulator, type RunningSimulator } from "@mall/wechat-simulator";

import { logDirectory, root, stateDirectory } from "../runner/paths";
import type { MallAddresses } from "../support/addresses";
import { nginx } from "../support/needs";
import { readCompose, serviceOf, type Compose } from "./compose-file";
import { startDatabases, type Databases } from "./databases";
import { MallProcesses } from "./mall-process";
import { startNginx } from "./nginx-proxy";
import { Places, type Place } from "./places";
import { startRedis } from "./redis-server";
import { imageUser, makeRelease, ownedFolder, type Release } from "./release";

const HOST = "127.0.0.1";
const FIRST_PORT = 27_100;
/** Waiting times of WeChat's notification retries, 15 s first, become hundredths of them. */
const TIME_SCALE = 0.01;
const admin = { email: "owner@mall.test", password: "production-owner" };
const directory = join(stateDirectory, "production");

/** The services of docker-compose.yml as processes of this machine. */
export class Layout {
  readonly processes = new Map<string, RunningProcess>();
  readonly #mall: MallProcesses;
  #databases: Databases | undefined;

  private constructor(
    readonly release: Release,
    readonly compose: Compose,
    readonly places: Places,
    readonly simulator: RunningSimulator,
    readonly record: RunRecord,
    readonly publicUrl: string,
  ) {
    this.#mall = new MallProcesses(release.app, compose, places, record);
  }

  /** Everything but the worker, in the order of `depends_on`. */
  static async start(): Promise<Layout> {
    mkdirSync(directory, { recursive: true });
    const record = new RunRecord(directory);
    await stopLeftovers(record);
    const release = await makeRelease(directory);
    const places = new Places();
    await takePorts(places);
    const publicUrl = url(places.of(nginx.found === undefined ? "server-1" : "nginx"));
    const certificates = join(directory, "simulator");
    rmSync(certificates, { recursive: true, force: true });
    const simulator = await startSimulator({ directory: certificates, timeScale: TIME_SCALE });
    const variables = settings(simulator, certificates, publicUrl);
    const compose = readCompose(join(root, "docker-compose.yml"), variables);
    mountBinds(compose, places, release);
    const layout = new Layout(release, compose, places, simulator, record, publicUrl);
    try {
      await layout.#startServices();
      return layout;
    } catch (error) {
      await layout.stop();
      throw error;
    }
  }

  async #startServices(): Promise<void> {
    this.#databases = await startDatabases(
      this.compose,
      this.places,
      { release: this.release, directory },
      this.record,
    );
    const redis = await startRedis(this.compose, this.places, directory, this.record);
    if (redis) this.processes.set("redis", redis);
    await this.#mall.run("migrate", { MALL_SEED_RESULT_FILE: this.#seedFile() });
    const names = Object.keys(this.servers());
    // All have started or failed before anything is stopped again.
    const starts = await Promise.allSettled(names.map((name) => this.startService(name)));
    for (const start of starts) if (start.status === "rejected") throw start.reason;
    if (nginx.found !== undefined) await this.#startNginx(nginx.found);
  }

  /** server-1, server-2 or worker. */
  async startService(name: string): Promise<RunningProcess> {
    const running = await this.#mall.start(name);
    this.processes.set(name, running);
    return running;
  }

  async #startNginx(program: string): Promise<void> {
    const { credentials } = this.simulator;
    this.processes.set(
      "nginx",
      await startNginx(
        program,
        directory,
        {
          http: this.places.of("nginx"),
          https: this.places.of("nginx-tls"),
          servers: this.servers(),
          uploads: join(this.release.app, "static"),
          // Any certificate will do to see that TLS is served.
          tls: { certificate: credentials.certificatePath!, key: credentials.keyPath! },
        },
        this.record,
      ),
    );
  }

  #seedFile(): string {
    return join(this.release.temporary, "seed.json");
  }

  servers(): Record<"server-1" | "server-2", Place> {
    return { "server-1": this.places.of("server-1"), "server-2": this.places.of("server-2") };
  }

  /** The mall as its clients see it; without nginx, each request goes to the next server. */
  addresses(): MallAddresses {
    const seed = JSON.parse(readFileSync(this.#seedFile(), "utf8")) as SeedResult;
    const fronts =
      nginx.found === undefined ? Object.values(this.servers()).map(url) : [this.publicUrl];
    let requests = 0;
    return {
      get api_url() {
        return fronts[requests++ % fronts.length]!;
      },
      admin_url: `${this.publicUrl}/app`,
      simulator_url: this.simulator.url,
      publishable_key: seed.publishable_key,
      region_id: seed.region_id,
      payment_provider_id: seed.payment_provider_id,
      admin,
    };
  }

  /** What a service has written so far. */
  log(name: string): string {
    return readFileSync(join(logDirectory, `production-${name}.log`), "utf8");
  }

  /** Ends whatever still runs. */
  async stop(): Promise<void> {
    for (const [name, running] of [...this.processes].reverse()) {
      await running.stop();
      this.processes.delete(name);
    }
    await this.stopDatabases();
    await this.simulator.stop();
    rmSync(this.release.folder, { recursive: true, force: true });
  }

  /** @returns the exit codes of what was running */
  async stopDatabases(): Promise<(number | null)[]> {
    const databases = this.#databases;
    this.#databases = undefined;
    return databases ? databases.stop() : [];
  }
}

/** The address of a place. */
export function url({ host, port }: Place): string {
  return `http://${host}:${port}`;
}

async function takePorts(places: Places): Promise<void> {
  let port = FIRST_PORT;
  for (const name of ["nginx", "nginx-tls", "server-1", "server-2", "worker"]) {
    port = await freePort(port, HOST);
    places.listen(name, { host: HOST, port });
    port += 1;
  }
}

/** What an operator writes into deploy/.env, plus where WeChat is. */
function settings(simulator: RunningSimulator, certificates: string, publicUrl: string) {
  const { credentials } = simulator;
  const secret = () => randomBytes(32).toString("hex");
  return {
    MALL_PUBLIC_URL: publicUrl,
    JWT_SECRET: secret(),
    COOKIE_SECRET: secret(),
    POSTGRES_PASSWORD: secret(),
    DATABASE_PASSWORD: secret(),
    REPLICATION_PASSWORD: secret(),
    REDIS_PASSWORD: secret(),
    WECHAT_APP_ID: credentials.appId,
    WECHAT_APP_SECRET: credentials.appSecret,
    WECHAT_MCH_ID: credentials.mchId,
    WECHAT_API_V3_KEY: credentials.apiV3Key,
    WECHAT_CERTIFICATES_DIR: certificates,
    WECHAT_API_BASE_URL: simulator.url,
    WECHAT_PAY_BASE_URL: simulator.url,
    LOG_LEVEL: "debug",
    MALL_SEED: "true",
    MALL_ADMIN_EMAIL: admin.email,
    MALL_ADMIN_PASSWORD: admin.password,
  };
}

/** Folders of this machine that the mall's containers see under another name, and may read. */
function mountBinds(compose: Compose, places: Places, { folder, temporary }: Release): void {
  places.mount("/tmp", temporary);
  for (const volume of serviceOf(compose, "server-1").volumes ?? []) {
    if (typeof volume !== "object") continue;
    const readable = ownedFolder(folder, "certificates");
    for (const name of readdirSync(volume.source).filter((one) => one.endsWith(".pem"))) {
      copyFileSync(join(volume.source, name), join(readable, name));
      if (imageUser) chownSync(join(readable, name), imageUser.uid, imageUser.gid);
    }
    places.mount(volume.target, readable);
  }
}
