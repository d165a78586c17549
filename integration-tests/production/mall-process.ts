import { join } from "node:path";

import { describeEnd, runToEnd, startProcess, type RunningProcess } from "@mall/cli/lib/processes";
import type { RunRecord } from "@mall/cli/lib/run-record";

import { logDirectory } from "../runner/paths";
import { call, eventually } from "../support/http";
import { serviceOf, type Compose } from "./compose-file";
import { checkHealth } from "./health";
import { readImage } from "./image";
import type { Places } from "./places";
import { imageUser } from "./release";

/** Runs services of the mall's image in the release, as containers would. */
export class MallProcesses {
  readonly #image = readImage();

  constructor(
    readonly app: string,
    readonly compose: Compose,
    readonly places: Places,
    readonly record: RunRecord,
  ) {}

  /** Runs a service that ends by itself, with something more in its environment. */
  async run(name: string, more: Record<string, string>): Promise<void> {
    await runToEnd(this.#spec(name, more));
  }

  /** Starts a service where `places` has it, and waits until the image's health check passes. */
  async start(name: string): Promise<RunningProcess> {
    const { host, port } = this.places.of(name);
    const spec = this.#spec(name, { PORT: String(port) });
    const running = await startProcess(spec);
    try {
      await eventually(
        `${name} answers`,
        async () => {
          const end = running.end();
          if (end !== undefined) throw new Error(describeEnd(running, end));
          return (await answers(`http://${host}:${port}/health`)) ? true : undefined;
        },
        90,
      );
      const test = ["CMD", ...this.#image.healthcheck];
      const { status, output } = checkHealth(test, (word) => word, spec.env, this.app);
      if (status !== 0) throw new Error(`${name} answers, but its health check fails: ${output}`);
      return running;
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  #spec(name: string, own: Record<string, string>) {
    const service = serviceOf(this.compose, name);
    const [program = "", ...args] = service.command ?? this.#image.command;
    return {
      name,
      command: program === "node" ? process.execPath : program,
      args,
      cwd: this.app,
      // Nothing of the caller's environment, as in a container.
      env: {
        PATH: process.env.PATH,
        // Cannot be written to, as in a container that is read-only.
        HOME: "/nonexistent",
        ...this.places.environment(service, this.#image.environment),
        ...own,
      },
      ...imageUser,
      logFile: join(logDirectory, `production-${name}.log`),
      record: this.record,
    };
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await call(url)).status === 200;
  } catch (error) {
    // What fetch says when nobody listens.
    const { cause } = error as { cause?: { code?: string } };
    if (cause?.code === "ECONNREFUSED") return false;
    throw error;
  }
}
