import { errorName, UserError } from "./errors";
import { readTextIfThere } from "./files";
import { medusaProcess, type MedusaContext } from "./medusa";
import { describeEnd, startProcess, type ProcessEnd } from "./processes";
import { requirePort } from "./ports";
import { pollUntil } from "./wait";

export interface ServerOptions extends MedusaContext {
  port: number;
  /** The address to listen on; all addresses when undefined. */
  host?: string;
  /** Name of its log file without `.log`, so that several can run; "server" unless told. */
  log?: string;
  /** How long it may take to answer; 120 s unless told. */
  timeoutMs?: number;
}

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when it ended, however it ended. */
  readonly ended: Promise<ProcessEnd>;
  stop(): Promise<void>;
}

/**
 * Starts `medusa start` and waits until its `/health` answers.
 *
 * @throws UserError when the port is taken, when it ends, or when it does not answer in time
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  await requirePort(options.port, options.host, "PORT");
  const context = { ...options, env: serverEnvironment(options) };
  const running = await startProcess(
    medusaProcess(context, "server", options.log ?? "server", ["start"]),
  );
  const url = localUrl(options.port, options.host);
  // Medusa finishes what it is answering; what takes longer than 10 s is cut off.
  const stop = (): Promise<void> => running.stop("SIGTERM", 10_000);
  try {
    const timeoutMs = options.timeoutMs ?? 120_000;
    const outcome = await pollUntil(
      async () => running.end() ?? (await health(url, running.logFile, options.port)),
      timeoutMs,
      options.signal,
    );
    if (outcome === undefined) {
      throw new UserError(
        `The server did not answer at ${url}/health within ${String(timeoutMs / 1000)} s; its output: ${running.logFile}`,
      );
    }
    if (outcome !== "healthy") {
      throw new UserError(describeEnd(running, outcome));
    }
    return { url, pid: running.pid, logFile: running.logFile, ended: running.ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Medusa takes port and address from PORT and HOST, the configuration of the store from PORT and MALL_HOST. */
function serverEnvironment({ env, port, host }: ServerOptions): NodeJS.ProcessEnv {
  return { ...env, PORT: String(port), HOST: host, MALL_HOST: host };
}

/** An address of a listening server that works on this machine. */
export function localUrl(port: number, host?: string): string {
  const everywhere = host === undefined || host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${String(port)}`;
}

async function health(url: string, logFile: string, port: number): Promise<"healthy" | undefined> {
  if (/EADDRINUSE/.test(readTextIfThere(logFile) ?? "")) {
    // Medusa only logs it and goes on without listening.
    throw new UserError(
      `Port ${String(port)} was taken by another program while the server started: set PORT to a free one.`,
    );
  }
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) });
    return answer.ok ? "healthy" : undefined;
  } catch (error) {
    // By name: under Jest the error comes from another realm than our own TypeError.
    const name = errorName(error);
    if (name === "TypeError" || name === "TimeoutError") {
      return undefined;
    }
    throw error;
  }
}
