import type { Letter } from "./letter";

/** WeChat waits five seconds for the merchant. */
const ANSWER_WITHIN_MS = 5000;
const KEPT_CHARACTERS = 2000;

/** What the merchant answered; status null: nothing in time, and `error` says why. */
export interface MerchantAnswer {
  status: number | null;
  body: string;
  error?: string;
}

/** "应答 HTTP 状态码 200 或 204": nothing else counts as received. */
export const isReceived = (answer: MerchantAnswer): boolean =>
  answer.status === 200 || answer.status === 204;

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if (error.name === "TimeoutError") {
    return `no answer within ${ANSWER_WITHIN_MS} ms`;
  }
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

/** Posts a letter without following redirects; never throws. */
export async function post(
  url: string,
  letter: Letter,
  stopped: AbortSignal,
): Promise<MerchantAnswer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: letter.headers,
      body: letter.body,
      redirect: "manual",
      signal: AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    const body = await response.text();
    return { status: response.status, body: body.slice(0, KEPT_CHARACTERS) };
  } catch (error) {
    return { status: null, body: "", error: reasonOf(error) };
  }
}
