import { z } from "zod";
import { WechatMalformedError, WechatSignatureError, WechatTransportError } from "../errors";
import type { HttpAnswer } from "../http/transport";
import { payApiError } from "./error-codes";
import { claimsSignature, type ReadHeader } from "./signature-headers";

const errorBody = z.object({
  code: z.string().min(1),
  message: z.string().optional(),
  detail: z.unknown().optional(),
});

export function headerReader(answer: HttpAnswer): ReadHeader {
  return (name) => answer.headers.get(name) ?? undefined;
}

/**
 * Judges an answer of WeChat Pay: returns the parsed body of an authentic success, and throws for
 * all else. What may be believed depends on what is proven:
 *
 * | answer | becomes |
 * |---|---|
 * | 2xx, properly signed | the body; undefined when it is empty |
 * | 202 or 4xx/5xx with a code, properly signed | WechatApiError |
 * | any, wrongly signed; 2xx or 4xx, unsigned | WechatSignatureError: proves nothing |
 * | 401 SIGN_ERROR, unsigned | WechatApiError: WeChat signs only answers to requests whose own signature it accepted; and it says nothing of an order |
 * | 5xx, unsigned | WechatTransportError: a gateway's; the outcome is unknown |
 *
 * So nobody on the way can pass off an order as paid, or as unknown to WeChat.
 *
 * Source: WeChat Pay API v3, "签名验证": an answer is signed when the request's signature was right.
 */
export async function judgeAnswer(
  answer: HttpAnswer,
  requireSignature: (read: ReadHeader, body: Buffer) => Promise<void>,
): Promise<unknown> {
  const { status } = answer;
  const read = headerReader(answer);
  if (!claimsSignature(read)) throw unsigned(answer);
  await requireSignature(read, answer.body);
  return readAuthentic(status, answer.body, read("request-id"));
}

function unsigned(answer: HttpAnswer): Error {
  const { status } = answer;
  if (status >= 500) {
    return new WechatTransportError(
      "server_error",
      `WeChat Pay answered ${status} without a signature`,
    );
  }
  if (status === 401) {
    const body = errorBody.safeParse(tryJson(answer.body)).data;
    const error = body && payApiError(status, body, answer.headers.get("request-id") ?? undefined);
    if (error?.code === "SIGN_ERROR") return error;
  }
  return new WechatSignatureError(
    "unsigned_answer",
    `An answer with status ${status} that WeChat Pay did not sign is not believed`,
  );
}

/** Reads an answer that is proven to be WeChat Pay's. */
function readAuthentic(status: number, bytes: Buffer, requestId: string | undefined): unknown {
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && bytes.length === 0) return undefined;
  const body = tryJson(bytes);
  if (!isSuccess || status === 202) {
    const error = errorBody.safeParse(body).data;
    if (error) throw payApiError(status, error, requestId);
  }
  if (isSuccess && body !== undefined) return body;
  throw new WechatMalformedError(`WeChat Pay answered ${status} with a body that is no JSON`);
}

function tryJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
