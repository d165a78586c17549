import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  connect,
  createDatabaseFromTemplate,
  dropDatabase,
  withConnection,
} from "@mall/cli/lib/database";
import { freePort } from "@mall/cli/lib/ports";
import { stopLeftovers } from "@mall/cli/lib/processes";
import { RunRecord } from "@mall/cli/lib/run-record";
import { localUrl, startServer, type ServerProcess } from "@mall/cli/lib/server";
import { startSimulatorProcess, type SimulatorProcess } from "@mall/cli/lib/simulator";
import { logDirectory, root, stateDirectory } from "../runner/paths";
import { databaseOfRun, markUsed } from "../runner/test-postgres";
import type { MallAddresses } from "./addresses";
import { eventually } from "./http";
import { Simulator } from "./simulator";
import { stack } from "./stack";

/** Waiting times of WeChat's notification retries, 15 s first, become hundredths of them. */
const TIME_SCALE = 0.01;

/**
 * A mall of a spec's own: database, WeChat simulator and server. What a spec breaks here, no other
 * spec sees. `stop` removes all of it.
 */
export class OwnMall {
  private constructor(
    readonly mall: MallAddresses,
    readonly simulator: Simulator,
    private readonly name: string,
    private readonly databaseUrl: string,
    private readonly environment: Record<string, string>,
    private readonly simulatorProcess: SimulatorProcess,
    private readonly record: RunRecord,
    private server: ServerProcess | undefined,
  ) {}

  /** @param name of the spec: it names the database, the folder and the logs */
  static async start(name: string, settings: Record<string, string> = {}): Promise<OwnMall> {
    const shared = stack();
    const directory = join(stateDirectory, name);
    const record = new RunRecord(directory);
    await stopLeftovers(record);
    rmSync(directory, { recursive: true, force: true });

    const port = await freePort(29_300 + Math.floor(Math.random() * 500));
    const apiUrl = localUrl(port);
    const simulatorProcess = await startSimulatorProcess({
      program: join(root, "cli", "dist", "simulator.js"),
      port: await freePort(29_900 + Math.floor(Math.random() * 500)),
      directory: join(directory, "simulator"),
      logFile: join(logDirectory, `${name}-simulator.log`),
      timeScale: TIME_SCALE,
      record,
    });
    const database = databaseOfRun(name);
    await dropDatabase(shared.database_url, database);
    const databaseUrl = await createDatabaseFromTemplate(
      shared.database_url,
      database,
      shared.template_database,
    );
    await markUsed(databaseUrl, database);
    const own = new OwnMall(
      {
        ...shared,
        api_url: apiUrl,
        admin_url: `${apiUrl}/app`,
        simulator_url: simulatorProcess.url,
      },
      new Simulator(simulatorProcess.url),
      name,
      databaseUrl,
      {
        ...shared.environment,
        ...simulatorProcess.settings(`${apiUrl}/wechat/pay/notify`),
        ...settings,
        DATABASE_URL: databaseUrl,
        PORT: String(port),
      },
      simulatorProcess,
      record,
      undefined,
    );
    await own.startServer();
    return own;
  }

  /** Starts the server, again after `killServer`. */
  async startServer(): Promise<void> {
    this.server = await startServer({
      root,
      env: this.environment,
      logDirectory,
      log: `${this.name}-server`,
      record: this.record,
      port: Number(this.environment.PORT),
    });
  }

  /** kill -9. */
  async killServer(): Promise<void> {
    if (this.server === undefined) throw new Error("No server runs");
    process.kill(this.server.pid, "SIGKILL");
    await this.server.ended;
    this.server = undefined;
  }

  /** Rows of this mall's database. */
  rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return withConnection(this.databaseUrl, async (client) => {
      const { rows } = await client.query<Row>(sql, values);
      return rows;
    });
  }

  /** Holds what `sql` locks until the returned function is called. */
  async lockRow(sql: string, values: unknown[]): Promise<() => Promise<void>> {
    const client = await connect(this.databaseUrl);
    await client.query("BEGIN");
    const { rowCount } = await client.query(sql, values);
    if (rowCount !== 1) throw new Error(`Locked ${String(rowCount)} rows instead of one`);
    return async () => {
      await client.query("ROLLBACK");
      await client.end();
    };
  }

  /** Waits until the inbox has nothing open of a payment. */
  async eventuallyProcessed(outTradeNo: string): Promise<void> {
    await eventually(
      `the inbox is done with ${outTradeNo}`,
      async () => {
        const open = await this.rows(
          "SELECT id FROM wechat_notification WHERE out_trade_no = $1 AND state <> 'processed'",
          [outTradeNo],
        );
        return open.length === 0 ? true : undefined;
      },
      60,
    );
  }

  /** Waits until the payment is settled to its last step. */
  async eventuallyPaid(outTradeNo: string): Promise<void> {
    await eventually(`${outTradeNo} is settled`, async () => {
      const paid = await this.rows(
        "SELECT id FROM wechat_payment WHERE out_trade_no = $1 AND state = 'paid'",
        [outTradeNo],
      );
      return paid.length === 1 ? true : undefined;
    });
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    await this.simulatorProcess.stop();
    await dropDatabase(this.databaseUrl, databaseOfRun(this.name));
  }
}

/** @see OwnMall.start */
export function startOwnMall(name: string, settings?: Record<string, string>): Promise<OwnMall> {
  return OwnMall.start(name, settings);
}
