import type { Clock } from "./clock";

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Where keys, certificates and the journal of the books live; absent: memory only. */
  directory?: string;
  /** 1, the default, is WeChat's own retry schedule; 0.001 is a thousand times faster. */
  timeScale?: number;
  /** How long a refund is processed, in milliseconds at time scale 1; default 3000. */
  refundProcessingMs?: number;
  /** A day's bill is ready at ten on the next, as at WeChat; else at any time of the day. */
  billsNextDay?: boolean;
  clock?: Clock;
}

/** What a merchant gets from WeChat, and so all that a client of the simulator may know. */
export interface SimulatorCredentials {
  appId: string;
  appSecret: string;
  mchId: string;
  /** 32 characters. */
  apiV3Key: string;
  merchantCertificatePem: string;
  merchantPrivateKeyPem: string;
  /** Upper-case hexadecimal. */
  merchantSerial: string;
  /** The file of the certificate, when a directory was given. */
  certificatePath?: string;
  /** The file of the private key, when a directory was given. */
  keyPath?: string;
  payPublicKey: { id: string; pem: string; path?: string };
}

export interface RunningSimulator {
  url: string;
  port: number;
  credentials: SimulatorCredentials;
  /** Stops serving and sending; what is undelivered waits in the journal. */
  stop(): Promise<void>;
}

/** The simulator cannot start; the message is one sentence for a person. */
export class SimulatorStartError extends Error {
  override readonly name = "SimulatorStartError";
}
