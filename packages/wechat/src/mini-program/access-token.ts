import { z } from "zod";
import type { Clock } from "../clock";
import { WechatApiError } from "../errors";
import type { HttpOptions } from "../http/transport";
import { callApi, type MiniProgramSettings } from "./api";
import type { AccessToken, AccessTokenStore } from "./token-store";

/** A token this close to its end is replaced, so that it does not expire on the way. */
const MARGIN_MS = 60_000;
/** WeChat allows 20 forced replacements a day. */
const FORCE_PAUSE_MS = 75 * 60_000;
/** Invalid, not the latest, expired. */
const TOKEN_REFUSED: ReadonlySet<string> = new Set(["40001", "40014", "42001"]);

const stableToken = z.object({
  access_token: z.string().min(1),
  expires_in: z.int().positive(),
});

/** The access token of the mini-program, replaced when it expires or WeChat refuses it. */
export class AccessTokens {
  #forcedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly settings: MiniProgramSettings,
    private readonly store: AccessTokenStore,
    private readonly clock: Clock,
    private readonly http: HttpOptions,
  ) {}

  /** A token that is good for another minute at least, as far as is known. */
  async current(): Promise<string> {
    const { appId } = this.settings;
    const stored = await this.store.read(appId);
    if (stored && stored.expiresAt.getTime() - MARGIN_MS > this.#now()) return stored.token;
    const fresh = await this.store.refresh(appId, stored?.token, () => this.#fetch(false));
    return fresh.token;
  }

  /** Makes a call with the token; when WeChat refuses the token, once more with the next one. */
  async use<Answer>(call: (token: string) => Promise<Answer>): Promise<Answer> {
    const token = await this.current();
    try {
      return await call(token);
    } catch (error) {
      if (!(error instanceof WechatApiError && TOKEN_REFUSED.has(error.code))) throw error;
    }
    return call(await this.#replace(token));
  }

  async #replace(refused: string): Promise<string> {
    const next = await this.store.refresh(this.settings.appId, refused, async () => {
      const token = await this.#fetch(false);
      if (token.token !== refused || !this.#mayForce()) return token;
      this.#forcedAt = this.#now();
      return this.#fetch(true);
    });
    return next.token;
  }

  #mayForce(): boolean {
    return this.#now() - this.#forcedAt > FORCE_PAUSE_MS;
  }

  /**
   * POST /cgi-bin/stable_token. Without force WeChat returns the present token as long as it is
   * valid, so that two fetches do not invalidate each other's; force makes a new one.
   */
  async #fetch(force: boolean): Promise<AccessToken> {
    const askedAt = this.#now();
    const answer = await callApi(
      this.settings.apiBaseUrl,
      {
        method: "POST",
        path: "/cgi-bin/stable_token",
        body: {
          grant_type: "client_credential",
          appid: this.settings.appId,
          secret: this.settings.appSecret,
          force_refresh: force,
        },
        answer: stableToken,
      },
      this.http,
    );
    return {
      token: answer.access_token,
      expiresAt: new Date(askedAt + answer.expires_in * 1000),
    };
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}
