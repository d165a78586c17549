import type { SimulatorContext } from "../context";
import type { Answer, Incoming } from "../http/exchange";
import { newSessionKey } from "../identifiers";
import { checkApp } from "./app-credentials";
import { miniProgramErrors } from "./errors";

const refusals = {
  unknown: miniProgramErrors.invalidCode,
  used: miniProgramErrors.codeUsed,
  blocked: miniProgramErrors.codeBlocked,
};

/** GET /sns/jscode2session; a success carries no errcode. */
export function loginHandler(context: SimulatorContext, incoming: Incoming): Answer {
  const { query } = incoming;
  checkApp(context.keyring, query.get("appid"), query.get("secret"));
  if (query.get("grant_type") !== "authorization_code") {
    throw miniProgramErrors.invalidGrantType();
  }
  const code = query.get("js_code");
  if (!code) {
    throw miniProgramErrors.missingCode();
  }
  const redeemed = context.codes.redeem("login", code);
  if ("refused" in redeemed) {
    throw refusals[redeemed.refused]();
  }
  const { openid } = redeemed.meaning;
  if (!context.loginRate.allows(openid)) {
    throw miniProgramErrors.minuteQuota();
  }
  const unionid = context.books.state.persons.get(openid)?.unionid;
  return {
    status: 200,
    body: { session_key: newSessionKey(), openid, ...(unionid !== undefined && { unionid }) },
  };
}
