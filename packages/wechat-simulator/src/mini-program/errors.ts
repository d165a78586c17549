import { newRid } from "../identifiers";

/** A mini-program API refuses: HTTP 200 with `{errcode, errmsg}`, the message ending in a `rid`. */
export class MiniProgramError extends Error {
  override readonly name = "MiniProgramError";

  constructor(
    readonly errcode: number,
    text: string,
  ) {
    super(`${text}, rid: ${newRid()}`);
  }
}

/** The documented codes of login, token and phone number. */
export const miniProgramErrors = {
  systemError: () => new MiniProgramError(-1, "system error"),
  invalidCredential: () =>
    new MiniProgramError(40001, "invalid credential, access_token is invalid or not latest"),
  invalidGrantType: () => new MiniProgramError(40002, "invalid grant_type"),
  invalidAppid: () => new MiniProgramError(40013, "invalid appid"),
  invalidCode: () => new MiniProgramError(40029, "invalid code"),
  invalidUrl: () => new MiniProgramError(40066, "invalid url"),
  invalidArgs: (what: string) => new MiniProgramError(40097, `invalid args: ${what}`),
  invalidSecret: () => new MiniProgramError(40125, "invalid appsecret"),
  codeUsed: () => new MiniProgramError(40163, "code been used"),
  codeBlocked: () => new MiniProgramError(40226, "code blocked"),
  missingToken: () => new MiniProgramError(41001, "access_token missing"),
  missingAppid: () => new MiniProgramError(41002, "appid missing"),
  missingSecret: () => new MiniProgramError(41004, "appsecret missing"),
  missingCode: () => new MiniProgramError(41008, "missing code"),
  tokenExpired: () => new MiniProgramError(42001, "access_token expired"),
  postNeeded: () => new MiniProgramError(43002, "require POST method"),
  dailyQuota: () => new MiniProgramError(45009, "reach max api daily quota limit"),
  minuteQuota: () =>
    new MiniProgramError(45011, "api minute-quota reach limit, must slower, retry next minute"),
  invalidJson: () => new MiniProgramError(47001, "data format error"),
};
