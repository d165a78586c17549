import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SimulatorCredentials } from "../../src";
import { X509Certificate } from "node:crypto";

const main = require.resolve("../../src/main.ts");

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface SimulatorProcess {
  url: string;
  pid: number;
  kill(signal: NodeJS.Signals): Promise<Ended>;
}

/** Runs the entry file as a person would, in a process of its own. */
export function run(args: string[]) {
  const child = spawn(process.execPath, ["-r", "ts-node/register", main, ...args], {
    cwd: dirname(main),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, "close").then(
    ([code, signal]): Ended => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      stdout,
      stderr,
    }),
  );
  const firstLine = (): Promise<string> =>
    new Promise((resolve, reject) => {
      child.stdout.on("data", () => {
        const [line, rest] = stdout.split("\n");
        if (line !== undefined && rest !== undefined) {
          resolve(line);
        }
      });
      void ended.then(({ code }) => {
        reject(new Error(`The simulator ended with ${code}: ${stderr}`));
      });
    });
  return { child, ended, firstLine };
}

/** Runs it and waits until it says that it is ready. */
export async function startProcess(args: string[]): Promise<SimulatorProcess> {
  const { child, ended, firstLine } = run(args);
  const { url, pid } = JSON.parse(await firstLine()) as { url: string; pid: number };
  return {
    url,
    pid,
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** What the files of a directory tell a merchant. */
export function readCredentials(directory: string): SimulatorCredentials {
  const read = (name: string): string => readFileSync(join(directory, name), "utf8");
  const { payPublicKeyId, ...identifiers } = JSON.parse(read("credentials.json"));
  const merchantCertificatePem = read("apiclient_cert.pem");
  return {
    ...identifiers,
    merchantCertificatePem,
    merchantPrivateKeyPem: read("apiclient_key.pem"),
    merchantSerial: new X509Certificate(merchantCertificatePem).serialNumber,
    payPublicKey: { id: payPublicKeyId, pem: read("pub_key.pem") },
  };
}
