import net from "node:net";
import { errorCode, UserError } from "./errors";

/**
 * Why a server could not listen on a port; undefined when it could. Also asks whether somebody
 * answers there: on some systems one can listen on all addresses of a port of which somebody else
 * holds only 127.0.0.1, and would never be heard.
 *
 * @param host the address to listen on; all addresses when undefined
 */
export async function portProblem(port: number, host?: string): Promise<string | undefined> {
  const code = await listenOnce(port, host);
  if (code !== undefined) {
    return code;
  }
  const loopback = host === undefined ? ["127.0.0.1", "::1"] : [];
  const answers = await Promise.all(loopback.map((address) => answersAt(port, address)));
  return answers.includes(true) ? "EADDRINUSE" : undefined;
}

/**
 * @param variable the setting that chooses the port, named in the sentence
 * @throws UserError when the port cannot be used
 */
export async function requirePort(
  port: number,
  host: string | undefined,
  variable: string,
): Promise<void> {
  const problem = await portProblem(port, host);
  switch (problem) {
    case undefined:
      return;
    case "EADDRINUSE":
      throw new UserError(
        `Port ${String(port)} is taken by another program: set ${variable} to a free one, for example ${variable}=${String(await freePort(port + 1))}.`,
      );
    case "EACCES":
      throw new UserError(
        `This user may not listen on port ${String(port)}: set ${variable} to 1024 or more.`,
      );
    default:
      throw new UserError(
        `Nothing can listen on ${host ?? "*"}:${String(port)} (${problem}): change MALL_HOST or ${variable}.`,
      );
  }
}

/** The first port at or after `from` that nobody uses, on the loopback addresses only unless `host` is given. */
export async function freePort(from: number, host?: string): Promise<number> {
  for (let port = from; port < 65_536; port += 1) {
    if ((await portProblem(port, host)) === undefined) {
      return port;
    }
  }
  throw new UserError(`No port from ${String(from)} on is free on this machine.`);
}

function listenOnce(port: number, host: string | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", (error) => {
      resolve(errorCode(error) ?? error.message);
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
}

function answersAt(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host, timeout: 1_000 });
    const done = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", done(true)).once("error", done(false)).once("timeout", done(false));
  });
}
