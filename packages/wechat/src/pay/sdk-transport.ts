import type { IPayRequest } from "wechatpay-node-v3/dist/lib/pay-request.interface";
import type { HttpAnswer, HttpRequest } from "../http/transport";
import { SDK_ORIGIN, serializeBody } from "./merchant-sdk";

/**
 * What a call of the library returns with our transport. The body stands one level deeper than the
 * library looks: where it finds a `prepay_id` itself, it signs pay parameters with a nonce from
 * Math.random.
 */
interface VerifiedOutput {
  readonly status: number;
  readonly data: { readonly verified: unknown };
}

/** What a call of the library returned: the parsed body of an authentic answer. */
export function verifiedBody(output: object): unknown {
  return (output as VerifiedOutput).data.verified;
}

/** The library puts numbers into the path as they are. */
export const pathSegment = encodeURIComponent;

export interface TransportDependencies {
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Returns the parsed body of an authentic success, throws for all else. */
  readonly judge: (answer: HttpAnswer) => Promise<unknown>;
  /** Where WeChat Pay is. Another host is safe because only the path is signed. */
  readonly payBaseUrl: string;
  /** The public-key id, which tells WeChat Pay to sign its answer with that key. */
  readonly answerKeyId: string | undefined;
}

/**
 * The transport that is injected into wechatpay-node-v3 in place of its own, which has no deadline,
 * turns network errors into results, and believes every answer.
 */
export function createSdkTransport(dependencies: TransportDependencies): IPayRequest {
  const exchange = async (
    method: "GET" | "POST",
    url: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<VerifiedOutput> => {
    const answer = await dependencies.send({
      method,
      url: redirectToBase(url, dependencies.payBaseUrl),
      headers: withAnswerKey(headers, dependencies.answerKeyId),
      body,
    });
    return { status: answer.status, data: { verified: await dependencies.judge(answer) } };
  };
  return {
    get: (url, headers) => exchange("GET", url, headers),
    post: (url, params, headers) => exchange("POST", url, headers, serializeBody(params)),
    upload: () => Promise.reject(new Error("Uploads to WeChat Pay are not part of this client")),
  };
}

function withAnswerKey(
  headers: Readonly<Record<string, string>>,
  answerKeyId: string | undefined,
): Record<string, string> {
  return answerKeyId === undefined
    ? { ...headers }
    : { ...headers, "Wechatpay-Serial": answerKeyId };
}

/** @throws Error when the path would be sent otherwise than it was signed */
function redirectToBase(url: string, payBaseUrl: string): string {
  if (!url.startsWith(`${SDK_ORIGIN}/`)) throw new Error(`Not an address of WeChat Pay: ${url}`);
  const path = url.slice(SDK_ORIGIN.length);
  const target = new URL(payBaseUrl + path);
  if (target.pathname + target.search !== path) {
    throw new Error(`The path ${path} is not encoded as it would be sent`);
  }
  return target.href;
}
