import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, mkdirSync } from "node:fs";
import { appendFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { freePort } from "@mall/cli/lib/ports";
import { postgresUser } from "@mall/cli/lib/postgres-user";
import { runToEnd, startProcess, type RunningProcess } from "@mall/cli/lib/processes";
import type { RunRecord } from "@mall/cli/lib/run-record";

import { logDirectory, root } from "../runner/paths";
import { eventually } from "../support/http";
import { serviceOf, type Compose, type ComposeService } from "./compose-file";
import { checkHealth } from "./health";
import type { Places } from "./places";
import type { Release } from "./release";

/** Not 127.0.0.1: Medusa treats that name as this machine, and a container's name as another one. */
const HOST = "127.0.0.2";
const FIRST_PORT = 27_400;

/** A machine that loses power loses a test, nothing more. */
export const FAST = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
const FAST_ARGUMENTS = Object.entries(FAST).map(([name, value]) => `-c${name}=${value}`);

/**
 * PostgreSQL's two services, run by Debian's programs as the image would run them: the primary with
 * its init script, the replica with its entrypoint.
 */
export class PostgresPair {
  readonly #folder: string;
  readonly #user = postgresUser("/nowhere");
  readonly #processes: RunningProcess[] = [];

  constructor(
    readonly bin: string,
    release: Release,
    readonly compose: Compose,
    readonly places: Places,
    readonly record: RunRecord,
  ) {
    // Outside the checkout, which may be closed to the user that PostgreSQL runs as; its scripts are
    // copied out too.
    this.#folder = join(release.folder, "postgres");
    mkdirSync(this.#folder, { mode: 0o755 });
  }

  /** What the image's entrypoint does with an empty data folder, then the service's command. */
  async startPrimary(): Promise<void> {
    const service = serviceOf(this.compose, "postgres-primary");
    const { environment = {} } = service;
    const data = this.#ownFolder("primary");
    const socket = this.#ownFolder("socket");
    const password = join(this.#folder, "password");
    writeFileSync(password, environment.POSTGRES_PASSWORD ?? "", { mode: 0o644 });
    const user = environment.POSTGRES_USER ?? "";
    const initdb = (environment.POSTGRES_INITDB_ARGS ?? "").split(" ");
    await this.#run("initdb", [`--username=${user}`, `--pwfile=${password}`, ...initdb, data]);
    appendFileSync(join(data, "pg_hba.conf"), "\nhost all all all scram-sha-256\n");

    const place = this.places.listen("postgres-primary", {
      host: HOST,
      port: await freePort(FIRST_PORT, HOST),
    });
    const own = [`-p${place.port}`, `-cunix_socket_directories=${socket}`, ...FAST_ARGUMENTS];
    const initial = await this.#start("initialisation", service, data, [
      ...own,
      "-clisten_addresses=",
    ]);
    const onSocket = { ...environment, PGHOST: socket, PGPORT: String(place.port), PGDATA: data };
    await this.#eventuallyReady(["--host", socket, "--port", String(place.port)]);
    for (const script of this.#scripts(service, "/docker-entrypoint-initdb.d/")) {
      await this.#run("bash", [script], onSocket);
    }
    await initial.stop("SIGINT");
    this.#processes.push(
      await this.#start("primary", service, data, [...own, `-clisten_addresses=${HOST}`]),
    );
    await this.#eventuallyHealthy(service, place.port);
  }

  async startReplica(): Promise<void> {
    const service = serviceOf(this.compose, "postgres-replica");
    const data = this.#ownFolder("replica");
    const place = this.places.listen("postgres-replica", {
      host: HOST,
      port: await freePort(this.places.of("postgres-primary").port + 1, HOST),
    });
    const [shell = "", script = ""] = service.entrypoint ?? [];
    const [copied = ""] = this.#scripts(service, script);
    const socket = this.#ownFolder("replica-socket");
    this.#processes.push(
      await startProcess({
        ...this.#processDefaults("replica"),
        command: shell,
        args: [
          ...[copied, ...(service.command ?? []), `-p${place.port}`],
          ...[
            `-clisten_addresses=${HOST}`,
            `-cunix_socket_directories=${socket}`,
            ...FAST_ARGUMENTS,
          ],
        ],
        env: {
          ...this.#environment(),
          ...this.places.environment(service),
          PRIMARY_PORT: String(this.places.of("postgres-primary").port),
          PGDATA: data,
        },
      }),
    );
    await this.#eventuallyHealthy(service, place.port);
  }

  /** SIGINT, as the image says; answers how each process ended, the last started first. */
  async stop(): Promise<(number | null)[]> {
    const codes: (number | null)[] = [];
    for (const process of this.#processes.splice(0).reverse()) {
      await process.stop("SIGINT", 20_000);
      codes.push(process.end()?.code ?? null);
    }
    return codes;
  }

  #start(name: string, service: ComposeService, data: string, own: string[]) {
    const [program = "", ...args] = service.command ?? [];
    return startProcess({
      ...this.#processDefaults(name),
      command: join(this.bin, program),
      args: [...args, ...own],
      env: { ...this.#environment(), PGDATA: data },
    });
  }

  #run(program: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
    return runToEnd({
      ...this.#processDefaults(program),
      command: program === "bash" ? program : join(this.bin, program),
      args,
      env: { ...this.#environment(), ...env },
    });
  }

  #processDefaults(name: string) {
    const logFile = join(logDirectory, `production-postgres-${name}.log`);
    return {
      name: `PostgreSQL ${name}`,
      cwd: this.#folder,
      logFile,
      record: this.record,
      ...this.#user,
    };
  }

  #environment(): NodeJS.ProcessEnv {
    return { PATH: `${this.bin}:/usr/bin:/bin`, LC_ALL: "C.UTF-8", TZ: "UTC" };
  }

  #eventuallyHealthy(service: ComposeService, port: number): Promise<true> {
    const test = service.healthcheck?.test ?? [];
    const here = (word: string) => word.replace("127.0.0.1", HOST);
    const env = { ...this.#environment(), PGPORT: String(port) };
    return eventually(
      `PostgreSQL is healthy at ${HOST}:${port}`,
      async () => (checkHealth(test, here, env).status === 0 ? true : undefined),
      30,
    );
  }

  #eventuallyReady(where: string[]): Promise<true> {
    return eventually("PostgreSQL answers on its socket", async () =>
      spawnSync(join(this.bin, "pg_isready"), where).status === 0 ? true : undefined,
    );
  }

  /** The mounted scripts whose path in the container begins so, copied to where they can be read. */
  #scripts({ volumes = [] }: ComposeService, path: string): string[] {
    return volumes
      .filter((volume) => typeof volume === "string")
      .map((volume) => volume.split(":"))
      .filter(([, target = ""]) => target.startsWith(path))
      .map(([source = ""]) => {
        const copy = join(this.#folder, basename(source));
        copyFileSync(join(root, source), copy);
        chmodSync(copy, 0o755);
        return copy;
      });
  }

  #ownFolder(name: string): string {
    const folder = join(this.#folder, name);
    mkdirSync(folder, { mode: 0o700 });
    if (this.#user) chownSync(folder, this.#user.uid, this.#user.gid);
    return folder;
  }
}
