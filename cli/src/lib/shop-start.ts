import path from "node:path";
import { buildAdmin } from "./admin-build";
import { chooseAdmin, type ChosenAdmin } from "./admin-choice";
import { adminMayLogIn } from "./admin-login";
import { databaseName, ensureDatabase } from "./database";
import { removeDevFile, writeDevFile } from "./dev-file";
import { lastLines } from "./log-lines";
import type { MedusaContext } from "./medusa";
import { migrateDatabase } from "./migrations";
import { linkPlugins } from "./plugin-links";
import { startEmbeddedPostgres } from "./postgres";
import { checkBeforeStart, requireWritable } from "./preflight";
import { RunRecord } from "./run-record";
import type { RunningParts } from "./running-parts";
import { loadSecrets, type Secrets } from "./secrets";
import { seedDatabase, type SeedResult } from "./seed";
import { localUrl, startServer } from "./server";
import { readSettings, type Settings } from "./settings";
import { startSimulatorProcess } from "./simulator";
import type { Plan, Step, StepReport } from "./steps";
import { summary } from "./summary";

export interface StartOptions {
  /** The checkout. */
  root: string;
  /** `.mall`: everything that is local to this checkout. */
  stateDirectory: string;
  /** The environment, which wins over `.env`. */
  env: NodeJS.ProcessEnv;
  now: Date;
  /** The compiled WeChat simulator. */
  simulatorProgram: string;
  isTerminal: boolean;
  /** Shows a line, or several. */
  say: (text: string) => void;
}

const EMBEDDED_DATABASE = "mall";

/** The steps from a checkout to an open shop, and what one step learns for the next. */
export class ShopStart {
  readonly #options: StartOptions;
  readonly #parts: RunningParts;
  readonly #signal: AbortSignal;
  #record: RunRecord | undefined;
  #secrets: Secrets | undefined;
  #settings: Settings | undefined;
  #databaseUrl: string | undefined;
  #simulatorUrl: string | undefined;
  #wechat: Record<string, string> = {};
  #admin: ChosenAdmin | undefined;
  #seed: SeedResult | undefined;

  /**
   * @param parts receives what stays running
   * @param signal ends a step that is under way
   */
  constructor(options: StartOptions, parts: RunningParts, signal: AbortSignal) {
    this.#options = options;
    this.#parts = parts;
    this.#signal = signal;
  }

  plan(): Plan {
    const step = (
      title: string,
      run: (report: StepReport) => Promise<string | undefined>,
    ): Step => ({
      title,
      run: (report) => {
        this.#signal.throwIfAborted();
        return run(report);
      },
    });
    return [
      step("Settings", () => this.#readSettings()),
      {
        sideBySide: [
          [step("Database", () => this.#startDatabase())],
          [step("WeChat", () => this.#startWechat())],
        ],
      },
      {
        sideBySide: [
          [
            step("Migrations", (report) => this.#migrate(report)),
            step("Seed", (report) => this.#runSeed(report)),
          ],
          [step("Admin", (report) => this.#buildAdmin(report))],
        ],
      },
      step("Server", (report) => this.#startServer(report)),
    ];
  }

  /** Tells scripts (`.mall/dev.json`) and the person (the answer) where the open shop is. */
  async open(): Promise<string> {
    const { configuration } = given(this.#settings);
    const seed = given(this.#seed);
    const admin = given(this.#admin);
    const apiUrl = localUrl(configuration.port, configuration.host);
    const passwordHolds = await adminMayLogIn(apiUrl, admin);
    const facts = {
      api_url: apiUrl,
      admin_url: `${apiUrl}/app`,
      simulator_url: this.#simulatorUrl ?? null,
      publishable_key: seed.publishable_key,
      region_id: seed.region_id,
      payment_provider_id: seed.payment_provider_id,
      admin: { email: admin.email, password: passwordHolds ? admin.password : null },
    };
    writeDevFile(this.#options.stateDirectory, facts);
    return summary({
      ...facts,
      log_directory: path.relative(this.#options.root, this.#logs()),
      password_is_new: admin.isNew,
      colours: this.#options.isTerminal,
    });
  }

  async #readSettings(): Promise<string | undefined> {
    const { root, stateDirectory, env, now } = this.#options;
    requireWritable(stateDirectory);
    // Of a killed start: while it is there, scripts believe that the shop is open.
    removeDevFile(stateDirectory);
    this.#secrets = loadSecrets(stateDirectory);
    this.#settings = readSettings(root, env, this.#secrets, now);
    this.#record = new RunRecord(stateDirectory);
    const stopped = await checkBeforeStart(
      this.#settings.configuration,
      stateDirectory,
      this.#record,
    );
    linkPlugins(root);
    return stopped.length > 0
      ? `stopped the ${stopped.join(" and the ")} of a killed start`
      : undefined;
  }

  async #startDatabase(): Promise<string> {
    const { configuration } = given(this.#settings);
    const url = configuration.databaseUrl ?? (await this.#startPostgres());
    const created = await ensureDatabase(url);
    this.#databaseUrl = url;
    this.#admin = chooseAdmin(configuration, this.#options.stateDirectory, given(this.#secrets));
    const what =
      configuration.databaseUrl === undefined ? "embedded PostgreSQL" : "your PostgreSQL";
    const { host } = new URL(url);
    return `${what} at ${host}${created ? `, created ${databaseName(url)}` : ""}`;
  }

  async #startPostgres(): Promise<string> {
    const { root, stateDirectory } = this.#options;
    const postgres = await startEmbeddedPostgres({
      root,
      directory: path.join(stateDirectory, "postgres"),
      logFile: path.join(this.#logs(), "postgres.log"),
      signal: this.#signal,
    });
    this.#parts.add("embedded PostgreSQL", postgres);
    return postgres.url(EMBEDDED_DATABASE);
  }

  async #startWechat(): Promise<string> {
    const { configuration } = given(this.#settings);
    if (configuration.wechat !== undefined) {
      return `merchant ${configuration.wechat.mchId}`;
    }
    const simulator = await startSimulatorProcess({
      program: this.#options.simulatorProgram,
      port: configuration.simulatorPort,
      directory: path.join(this.#options.stateDirectory, "simulator"),
      logFile: path.join(this.#logs(), "simulator.log"),
      record: this.#record,
      signal: this.#signal,
    });
    this.#parts.add("WeChat simulator", simulator);
    const server = localUrl(configuration.port, configuration.host);
    this.#wechat = simulator.settings(`${server}/wechat/pay/notify`);
    this.#simulatorUrl = simulator.url;
    return `simulator at ${new URL(simulator.url).host}`;
  }

  async #migrate(report: StepReport): Promise<string> {
    report.detail(() => this.#lastLine("migrate"));
    const migrated = await migrateDatabase(this.#medusa(), given(this.#databaseUrl));
    return migrated ? "done" : "nothing new";
  }

  async #runSeed(report: StepReport): Promise<string> {
    report.detail(() => this.#lastLine("seed"));
    const { seeded, result } = await seedDatabase(
      this.#medusa(),
      given(this.#databaseUrl),
      this.#options.stateDirectory,
      given(this.#admin),
      given(this.#settings).configuration.publicUrl,
    );
    this.#seed = result;
    return seeded ? "done" : "nothing new";
  }

  async #buildAdmin(report: StepReport): Promise<string> {
    report.detail(() => this.#lastLine("admin-build"));
    const built = await buildAdmin(this.#medusa(), this.#options.stateDirectory);
    return built ? "built" : "nothing new";
  }

  async #startServer(report: StepReport): Promise<string> {
    report.detail(() => this.#lastLine("server"));
    const { port, host } = given(this.#settings).configuration;
    const server = this.#parts.add("server", await startServer({ ...this.#medusa(), port, host }));
    return server.url;
  }

  #medusa(): MedusaContext {
    return {
      root: this.#options.root,
      env: {
        ...given(this.#settings).env,
        ...this.#wechat,
        DATABASE_URL: given(this.#databaseUrl),
      },
      logDirectory: this.#logs(),
      record: this.#record,
      signal: this.#signal,
    };
  }

  #logs(): string {
    return path.join(this.#options.stateDirectory, "logs");
  }

  #lastLine(log: string): string | undefined {
    return lastLines(path.join(this.#logs(), `${log}.log`), 1)[0];
  }
}

/** What an earlier step has set. */
function given<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error("A step of the start ran before the one that it needs");
  }
  return value;
}
