import path from "node:path";
import { UserError } from "./errors";
import { readJsonIfThere, readTextIfThere } from "./files";
import { describeEnd, startProcess, type ProcessEnd } from "./processes";
import type { RunRecord } from "./run-record";
import { pollUntil } from "./wait";

export interface SimulatorProcessOptions {
  /** The compiled program: `cli/dist/simulator.js`. */
  program: string;
  port: number;
  /** Its keys, books and journal: `.mall/simulator`. */
  directory: string;
  logFile: string;
  /** 1 is WeChat's own retry schedule, 0.001 a thousand times faster; 1 unless told. */
  timeScale?: number;
  record?: RunRecord;
  signal?: AbortSignal;
}

export interface SimulatorProcess {
  readonly url: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when it ended, however it ended. */
  readonly ended: Promise<ProcessEnd>;
  /**
   * The settings that make a server use this simulator as its WeChat.
   *
   * @param notifyUrl where payment notifications go: the server's `/wechat/pay/notify`
   */
  settings(notifyUrl: string): Record<string, string>;
  stop(): Promise<void>;
}

/** Nobody but this machine has business with it. */
export const SIMULATOR_HOST = "127.0.0.1";

const START_TIMEOUT_MS = 30_000;

/**
 * Starts the WeChat simulator as a process of its own and waits until it answers.
 *
 * @throws UserError with its last lines when it does not come up
 */
export async function startSimulatorProcess(
  options: SimulatorProcessOptions,
): Promise<SimulatorProcess> {
  const running = await startProcess({
    name: "WeChat simulator",
    command: process.execPath,
    args: [
      options.program,
      ...["--host", SIMULATOR_HOST, "--port", String(options.port)],
      ...["--directory", options.directory],
      ...["--time-scale", String(options.timeScale ?? 1)],
    ],
    cwd: path.dirname(options.program),
    env: {},
    logFile: options.logFile,
    record: options.record,
  });
  const stop = (): Promise<void> => running.stop();
  try {
    const answer = await pollUntil(
      () => readyLine(options.logFile) ?? running.end(),
      START_TIMEOUT_MS,
      options.signal,
    );
    if (answer === undefined) {
      throw new UserError(
        `The WeChat simulator did not say that it is ready; its output: ${options.logFile}`,
      );
    }
    if (!("url" in answer)) {
      throw new UserError(describeEnd(running, answer));
    }
    return {
      url: answer.url,
      pid: running.pid,
      logFile: options.logFile,
      ended: running.ended,
      settings: (notifyUrl) => simulatorSettings(options.directory, answer.url, notifyUrl),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** It prints `{"url": …, "pid": …}` on a line of its own once it listens. */
function readyLine(logFile: string): { url: string } | undefined {
  for (const line of (readTextIfThere(logFile) ?? "").split("\n")) {
    const url = /^\{.*"url":"([^"]+)"/.exec(line)?.[1];
    if (url !== undefined) {
      return { url };
    }
  }
  return undefined;
}

/** The WECHAT_* variables of a simulator's directory. */
export function simulatorSettings(
  directory: string,
  url: string,
  notifyUrl: string,
): Record<string, string> {
  const file = path.join(directory, "credentials.json");
  const stored = readJsonIfThere(file);
  const credentials =
    typeof stored === "object" && stored !== null ? new Map(Object.entries(stored)) : new Map();
  const value = (name: string): string => {
    const found: unknown = credentials.get(name);
    if (typeof found !== "string") {
      throw new Error(`${file} has no ${name}`);
    }
    return found;
  };
  return {
    WECHAT_APP_ID: value("appId"),
    WECHAT_APP_SECRET: value("appSecret"),
    WECHAT_MCH_ID: value("mchId"),
    WECHAT_API_V3_KEY: value("apiV3Key"),
    WECHAT_CERT_PATH: path.join(directory, "apiclient_cert.pem"),
    WECHAT_KEY_PATH: path.join(directory, "apiclient_key.pem"),
    WECHAT_NOTIFY_URL: notifyUrl,
    WECHAT_API_BASE_URL: url,
    WECHAT_PAY_BASE_URL: url,
  };
}
