import type { AccessToken } from "../books/records";
import type { SimulatorContext } from "../context";
import { toChinaDay } from "../china-time";
import { newAccessToken } from "../identifiers";
import { miniProgramErrors } from "./errors";

const LIFE_MS = 7200 * 1000;
/** In its last five minutes a token is replaced, while the old one still works to its end. */
const RENEWED_BEFORE_END_MS = 5 * 60 * 1000;
const FORCED_PER_DAY = 20;
const FORCED_APART_MS = 30 * 1000;

const endOf = (token: AccessToken): number => Date.parse(token.expiresAt);

/** The newest token that works. */
export function currentToken(context: SimulatorContext): AccessToken | undefined {
  const newest = context.books.state.accessTokens.at(-1);
  const works = newest && !newest.revoked && endOf(newest) > context.clock.now().getTime();
  return works ? newest : undefined;
}

function checkForcedQuota(context: SimulatorContext, now: Date): void {
  const forced = context.books.state.accessTokens.filter((token) => token.forced);
  const last = forced.at(-1);
  if (last && now.getTime() - Date.parse(last.issuedAt) < FORCED_APART_MS) {
    throw miniProgramErrors.minuteQuota();
  }
  const today = toChinaDay(now);
  const forcedToday = forced.filter((token) => toChinaDay(new Date(token.issuedAt)) === today);
  if (forcedToday.length >= FORCED_PER_DAY) {
    throw miniProgramErrors.dailyQuota();
  }
}

/** Gives the token in force, or a new one when there is none, it is about to end, or forced. */
export function stableToken(context: SimulatorContext, forced: boolean): AccessToken {
  const now = context.clock.now();
  const current = currentToken(context);
  if (!forced && current && endOf(current) - now.getTime() > RENEWED_BEFORE_END_MS) {
    return current;
  }
  if (forced) {
    checkForcedQuota(context, now);
  }
  const token: AccessToken = {
    token: newAccessToken(),
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + LIFE_MS).toISOString(),
    forced,
    revoked: false,
  };
  context.books.commit({ type: "access-token-issued", token });
  return token;
}

/**
 * Lets a call with a working token pass.
 *
 * @throws MiniProgramError 41001, 40001 or 42001
 */
export function checkAccessToken(context: SimulatorContext, token: string | null): void {
  if (!token) {
    throw miniProgramErrors.missingToken();
  }
  const known = context.books.state.accessTokens.find((candidate) => candidate.token === token);
  if (!known || known.revoked) {
    throw miniProgramErrors.invalidCredential();
  }
  if (endOf(known) <= context.clock.now().getTime()) {
    throw miniProgramErrors.tokenExpired();
  }
}
