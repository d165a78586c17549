import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  at: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A merchant's notify_url that remembers everything and answers as the test wants. */
export interface Receiver {
  url: string;
  received: Received[];
  /** The statuses to answer next; 204 when none is left. */
  answers: number[];
  close(): Promise<void>;
}

export async function startReceiver(port = 0): Promise<Receiver> {
  const received: Received[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      received.push({ at: performance.now(), headers: request.headers, body });
      const status = answers.shift() ?? 204;
      response.statusCode = status;
      response.end(status === 204 ? undefined : JSON.stringify({ code: "FAIL", message: "no" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat/pay/notify`,
    received,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
