import { WechatTransportError } from "../errors";

/** What sends a request; Node's own `fetch`, unless a caller brings another. */
export type Fetch = typeof fetch;

/** How long WeChat may take for one exchange, body included, unless the caller says otherwise. */
const DEFAULT_TIMEOUT_MS = 10_000;

/** JSON answers of WeChat have a few kilobytes; anything beyond this is not one. */
const MAX_ANSWER_BYTES = 1024 * 1024;

export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The raw bytes: signatures cover these. */
  readonly body: Buffer;
}

export interface HttpOptions {
  readonly fetch?: Fetch | undefined;
  /** For the whole exchange, body included; of a bill, for each piece of it. */
  readonly timeoutMs?: number | undefined;
}

/**
 * One HTTP exchange: no retry, no redirect, a deadline over headers and body, and an answer of
 * bounded size. Any status below 300 or from 400 on is an answer; judging it is the caller's.
 *
 * @throws WechatTransportError. Its text never holds the URL, which carries secrets of the
 *   mini-program API.
 */
export async function exchange(request: HttpRequest, options: HttpOptions): Promise<HttpAnswer> {
  const deadline = new Deadline(options);
  try {
    return await readAnswer(await open(request, options, deadline), deadline);
  } finally {
    deadline.clear();
  }
}

/** A body of any length, as it arrives; to be read once, or left by a `break`. */
export interface HttpDownload {
  readonly pieces: AsyncIterable<Uint8Array>;
}

/**
 * As `exchange`, but the body of a 200 comes piece by piece. The deadline is for each piece: a long
 * body may take long as long as it keeps coming, and the reader may take its time with a piece.
 *
 * @returns an answer when its status is not 200
 */
export async function download(
  request: HttpRequest,
  options: HttpOptions,
): Promise<HttpAnswer | HttpDownload> {
  const deadline = new Deadline(options);
  try {
    const response = await open(request, options, deadline);
    if (response.status !== 200) return await readAnswer(response, deadline);
    return { pieces: inTime(pieces(response, deadline), deadline) };
  } finally {
    deadline.clear();
  }
}

async function* inTime(
  body: AsyncIterable<Uint8Array>,
  deadline: Deadline,
): AsyncGenerator<Uint8Array> {
  deadline.restart();
  try {
    for await (const piece of body) {
      deadline.clear();
      yield piece;
      deadline.restart();
    }
  } finally {
    deadline.clear();
  }
}

class Deadline {
  readonly #controller = new AbortController();
  readonly #timeoutMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HttpOptions) {
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    this.clear();
    this.#timer = setTimeout(() => this.#controller.abort(), this.#timeoutMs);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  /** What a failure means: after the deadline it is its doing. */
  explain(reason: "network" | "cut_off", text: string, cause: unknown): WechatTransportError {
    return this.signal.aborted
      ? new WechatTransportError("timeout", `WeChat did not answer within ${this.#timeoutMs} ms`)
      : new WechatTransportError(reason, text, { cause });
  }
}

async function open(
  request: HttpRequest,
  options: HttpOptions,
  deadline: Deadline,
): Promise<Response> {
  const send = options.fetch ?? globalThis.fetch;
  let response: Response;
  try {
    response = await send(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: "manual",
      signal: deadline.signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
  } catch (cause) {
    throw deadline.explain("network", "WeChat could not be reached", cause);
  }
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
    await response.body?.cancel();
    throw new WechatTransportError(
      "redirect",
      "WeChat's address answered with a redirect, which is never followed",
    );
  }
  return response;
}

async function readAnswer(response: Response, deadline: Deadline): Promise<HttpAnswer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces(response, deadline)) {
    size += piece.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      throw new WechatTransportError(
        "too_large",
        `WeChat's answer is longer than ${MAX_ANSWER_BYTES} bytes`,
      );
    }
    chunks.push(piece);
  }
  return { status: response.status, headers: response.headers, body: Buffer.concat(chunks) };
}

/** The body as it arrives; only failures of the reading are the transport's. */
async function* pieces(response: Response, deadline: Deadline): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  let hasMore = true;
  try {
    while (hasMore) {
      const next = await reader.read().catch((cause: unknown) => {
        hasMore = false;
        throw deadline.explain("cut_off", "WeChat's answer was cut off", cause);
      });
      hasMore = !next.done;
      if (next.value) yield next.value;
    }
  } finally {
    // Left early: the rest is not wanted.
    if (hasMore) await reader.cancel();
  }
}
