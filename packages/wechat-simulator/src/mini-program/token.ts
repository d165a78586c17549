import { z } from "zod";
import type { SimulatorContext } from "../context";
import type { Answer, Incoming } from "../http/exchange";
import { stableToken } from "./access-token";
import { checkApp } from "./app-credentials";
import { miniProgramErrors } from "./errors";
import { jsonBody } from "./json-body";

const requestSchema = z.object({
  grant_type: z.string().optional(),
  appid: z.string().optional(),
  secret: z.string().optional(),
  force_refresh: z.boolean().default(false),
});

/** POST /cgi-bin/stable_token; `expires_in` is what is left, in seconds. */
export function stableTokenHandler(context: SimulatorContext, incoming: Incoming): Answer {
  const request = jsonBody(incoming, requestSchema);
  if (request.grant_type !== "client_credential") {
    throw miniProgramErrors.invalidGrantType();
  }
  checkApp(context.keyring, request.appid, request.secret);
  const { token, expiresAt } = stableToken(context, request.force_refresh);
  const left = Date.parse(expiresAt) - context.clock.now().getTime();
  return { status: 200, body: { access_token: token, expires_in: Math.floor(left / 1000) } };
}
