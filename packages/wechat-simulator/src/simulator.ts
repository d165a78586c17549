import { randomUUID } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import { join } from "node:path";
import { createApp } from "./app";
import { BillFiles } from "./bills/bill-files";
import { Books } from "./books/books";
import { emptyBooks } from "./books/records";
import { systemClock, type Clock } from "./clock";
import type { SimulatorContext } from "./context";
import { Faults } from "./faults/faults";
import { Counters } from "./http/counters";
import { Journal } from "./journal/journal";
import { JournalError } from "./journal/lines";
import { claimDirectory, releaseDirectory } from "./journal/owner";
import { toCredentials } from "./keys/credentials";
import { loadOrCreateKeys } from "./keys/directory";
import { toKeyring } from "./keys/keyring";
import type { KeyMaterial } from "./keys/material";
import { CertificateRotation } from "./keys/rotation";
import { SigningKeys } from "./keys/signing-mode";
import { closeServer, listen } from "./listen";
import { Codes } from "./mini-program/codes";
import { LoginRate } from "./mini-program/login-rate";
import { Notifier } from "./notifications/notifier";
import { SimulatorStartError, type RunningSimulator, type SimulatorOptions } from "./options";
import { SeenNonces } from "./pay/seen-nonces";
import { RefundDesk } from "./refunds/refund-desk";

const SLOWEST = 10;
const REFUND_PROCESSING_MS = 3000;
const LONGEST_PROCESSING_MS = 24 * 60 * 60 * 1000;

function openBooks(directory: string | undefined): Books {
  if (directory === undefined) {
    return new Books(emptyBooks());
  }
  const path = join(directory, "books.journal");
  try {
    const { journal, state } = Journal.open(path);
    return new Books(state, journal);
  } catch (error) {
    if (error instanceof JournalError) {
      throw new SimulatorStartError(
        `The WeChat simulator cannot read its books in ${path}: ${error.message}. ` +
          "Move that file away to begin with empty books.",
        { cause: error },
      );
    }
    throw error;
  }
}

function createContext(parts: {
  instance: string;
  material: KeyMaterial;
  directory: string | undefined;
  books: Books;
  clock: Clock;
  timeScale: number;
  refundProcessingMs: number;
  billsNextDay: boolean;
}): SimulatorContext {
  const { instance, material, directory, books, clock, timeScale } = parts;
  const keyring = toKeyring(material);
  const signingKeys = new SigningKeys(keyring, () => books.state.signing, clock);
  const faults = new Faults();
  const notifier = new Notifier({ books, keyring, signingKeys, faults, clock, timeScale });
  const processingMs = parts.refundProcessingMs * timeScale;
  return {
    instance,
    clock,
    timeScale,
    billsNextDay: parts.billsNextDay,
    keyring,
    signingKeys,
    certificateRotation: new CertificateRotation({ material, keyring, directory, clock }),
    books,
    faults,
    notifier,
    refundDesk: new RefundDesk({ books, faults, notifier, clock, processingMs }),
    codes: new Codes(clock),
    loginRate: new LoginRate(clock),
    seenNonces: new SeenNonces(clock),
    counters: new Counters(),
    billFiles: new BillFiles(clock),
  };
}

function checkTimes(timeScale: number, refundProcessingMs: number): void {
  if (!(timeScale > 0 && timeScale <= SLOWEST)) {
    throw new SimulatorStartError(
      `The WeChat simulator cannot start: the time scale must be above 0 and at most ${SLOWEST}.`,
    );
  }
  if (!(refundProcessingMs >= 0 && refundProcessingMs <= LONGEST_PROCESSING_MS)) {
    throw new SimulatorStartError(
      "The WeChat simulator cannot start: the processing of a refund takes 0 ms to a day.",
    );
  }
}

/** Where to reach a server that was bound to this host. */
function urlOf(host: string, port: number): string {
  const reachable = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

/** A server that holds its first callers until it is opened with the routes that answer them. */
function createWaitingServer(): { server: Server; open: (listener: RequestListener) => void } {
  let open: (listener: RequestListener) => void = () => {};
  const ready = new Promise<RequestListener>((resolve) => {
    open = resolve;
  });
  const server = createServer((request, response) => {
    void ready.then((handle) => handle(request, response));
  });
  return { server, open };
}

/** Stops once, however often it is asked to. */
function stopper(
  server: Server,
  context: SimulatorContext,
  directory: string | undefined,
): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    context.refundDesk.stop();
    context.notifier.stop();
    await closeServer(server);
    context.books.close();
    if (directory !== undefined) {
      releaseDirectory(directory);
    }
  };
  return () => (stopped ??= stop());
}

/**
 * Starts a simulated WeChat with one merchant and takes up what an earlier run in the same directory
 * left undone.
 *
 * @throws SimulatorStartError whose message is one sentence for a person
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const { host = "127.0.0.1", directory, timeScale = 1, clock = systemClock } = options;
  const { refundProcessingMs = REFUND_PROCESSING_MS, billsNextDay = false } = options;
  checkTimes(timeScale, refundProcessingMs);
  const instance = randomUUID();
  const { server, open } = createWaitingServer();
  // Bound before anything else, so that a taken port costs nothing and changes nothing.
  const port = await listen(server, options.port ?? 0, host);
  const url = urlOf(host, port);
  try {
    if (directory !== undefined) {
      await claimDirectory(directory, { url, instance });
    }
    const material = await loadOrCreateKeys(directory, clock);
    const books = openBooks(directory);
    const times = { clock, timeScale, refundProcessingMs };
    const context = createContext({ instance, material, directory, books, billsNextDay, ...times });
    open(createApp(context));
    context.notifier.resume();
    context.refundDesk.resume();
    const credentials = toCredentials(material, directory);
    return { url, port, credentials, stop: stopper(server, context, directory) };
  } catch (error) {
    await closeServer(server);
    throw error;
  }
}
