import { WechatTransportError } from "../errors";

/** What sends a request; Node's own `fetch`, unless a caller brings another. */
export type Fetch = typeof fetch;

/** How long WeChat may take for one exchange, body included, unless the caller says otherwise. */
export const DEFAULT_TIMEOUT_MS = 10_000;

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
  /** For the whole exchange, body included. */
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
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const signal = AbortSignal.timeout(timeoutMs);
  const send = options.fetch ?? globalThis.fetch;
  const failure = (reason: "network" | "cut_off", text: string, cause: unknown) =>
    signal.aborted
      ? new WechatTransportError("timeout", `WeChat did not answer within ${timeoutMs} ms`)
      : new WechatTransportError(reason, text, { cause });

  let response: Response;
  try {
    response = await send(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: "manual",
      signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
  } catch (cause) {
    throw failure("network", "WeChat could not be reached", cause);
  }
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
    await response.body?.cancel();
    throw new WechatTransportError(
      "redirect",
      "WeChat's address answered with a redirect, which is never followed",
    );
  }
  try {
    const body = await readBounded(response);
    return { status: response.status, headers: response.headers, body };
  } catch (cause) {
    if (cause instanceof WechatTransportError) throw cause;
    throw failure("cut_off", "WeChat's answer was cut off", cause);
  }
}

async function readBounded(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = response.body as AsyncIterable<Uint8Array> | null;
  for await (const chunk of stream ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      throw new WechatTransportError(
        "too_large",
        `WeChat's answer is longer than ${MAX_ANSWER_BYTES} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
