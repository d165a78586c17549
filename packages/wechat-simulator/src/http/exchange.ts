import type { Request } from "express";

/** A request as the handlers see it: what travelled, not what a parser made of it. */
export interface Incoming {
  method: string;
  /** With the query string, exactly as sent. */
  target: string;
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  /** One value of a header; undefined when it was not sent. */
  header(name: string): string | undefined;
  body: Buffer;
}

export function toIncoming(request: Request): Incoming {
  const target = request.originalUrl;
  const mark = target.indexOf("?");
  return {
    method: request.method,
    target,
    path: mark === -1 ? target : target.slice(0, mark),
    params: request.params,
    query: new URLSearchParams(mark === -1 ? "" : target.slice(mark + 1)),
    header: (name) => request.get(name),
    // express.raw leaves an empty object where there was no body.
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
}

/** What a handler answers; no body is an empty body. */
export interface Answer {
  status: number;
  body?: object;
  /** Bytes in place of a body; they are sent unsigned. */
  file?: { bytes: Buffer; type: string };
}
