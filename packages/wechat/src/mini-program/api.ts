import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { WechatApiError, WechatMalformedError, WechatTransportError } from "../errors";
import { exchange, type HttpOptions } from "../http/transport";
import type { WechatSettings } from "../settings/wechat-settings";

/** The part of the settings that the mini-program API needs. */
export type MiniProgramSettings = Pick<WechatSettings, "appId" | "appSecret" | "apiBaseUrl">;

/** One call of the mini-program server API. */
export interface ApiCall<Answer> {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly answer: z.ZodType<Answer>;
}

/** WeChat's "system busy": its documents ask for one more try. */
const BUSY = "-1";
const BUSY_PAUSE_MS = 200;
const RETRYABLE: ReadonlySet<string> = new Set([
  BUSY,
  "45009",
  "45011",
  // Of the shipping information: not found, which is normal for a minute after the payment; busy.
  "10060001",
  "10060012",
  "10060019",
]);

const failure = z.object({ errcode: z.int(), errmsg: z.string().default("no message") });

/**
 * Makes a call and reads its answer. The API has no signatures: TLS alone proves who answers. A
 * success may lack `errcode`, and the content type is no guide.
 *
 * @throws WechatApiError with the errcode as code, after one more try when WeChat was busy
 */
export async function callApi<Answer>(
  baseUrl: string,
  call: ApiCall<Answer>,
  http: HttpOptions,
): Promise<Answer> {
  try {
    return await callOnce(baseUrl, call, http);
  } catch (error) {
    if (!(error instanceof WechatApiError && error.code === BUSY)) throw error;
  }
  await wait(BUSY_PAUSE_MS);
  return callOnce(baseUrl, call, http);
}

async function callOnce<Answer>(
  baseUrl: string,
  call: ApiCall<Answer>,
  http: HttpOptions,
): Promise<Answer> {
  const query = new URLSearchParams(call.query).toString();
  const answer = await exchange(
    {
      method: call.method,
      url: `${baseUrl}${call.path}${query && `?${query}`}`,
      headers: {
        Accept: "application/json",
        ...(call.body && { "Content-Type": "application/json" }),
      },
      body: call.body && JSON.stringify(call.body),
    },
    http,
  );
  if (answer.status !== 200) {
    throw new WechatTransportError("server_error", `WeChat answered ${answer.status}`);
  }
  const body = parseJson(answer.body);
  const failed = failure.safeParse(body).data;
  if (failed && failed.errcode !== 0) throw apiError(failed);
  const parsed = call.answer.safeParse(body);
  if (!parsed.success) {
    throw new WechatMalformedError(
      `WeChat answered ${call.path} in another shape than it documents`,
    );
  }
  return parsed.data;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    // No cause: a parser's message quotes the body, and bodies of this API hold secrets.
    throw new WechatTransportError("not_json", "WeChat's answer is no JSON");
  }
}

function apiError({ errcode, errmsg }: z.infer<typeof failure>): WechatApiError {
  const code = String(errcode);
  return new WechatApiError({
    status: 200,
    code,
    message: errmsg,
    requestId: /\brid: ?([0-9A-Za-z-]+)/.exec(errmsg)?.[1],
    retryable: RETRYABLE.has(code),
  });
}
