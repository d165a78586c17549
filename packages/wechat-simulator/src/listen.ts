import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SimulatorStartError } from "./options";

function explain(error: NodeJS.ErrnoException, port: number, host: string): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `The WeChat simulator cannot start: port ${port} on ${host} is taken; choose another port.`;
    case "EACCES":
      return `The WeChat simulator cannot start: port ${port} on ${host} needs more rights; choose one above 1023.`;
    default:
      return `The WeChat simulator cannot listen on ${host}:${port} (${error.message}).`;
  }
}

/**
 * Binds the server.
 *
 * @returns the port, which differs from the wish when that was 0
 * @throws SimulatorStartError
 */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void =>
      reject(new SimulatorStartError(explain(error, port, host), { cause: error }));
    server.once("error", fail);
    server.listen(port, host, () => {
      server.off("error", fail);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Stops listening and drops the connections that are open. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
