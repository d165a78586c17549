import type { Clock } from "../clock";

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Where the access token of a mini-program lives. Each fetch may replace the token at WeChat, so
 * all processes that use one AppID must share one store.
 *
 * A store for several processes (a row per AppID in PostgreSQL, say) has to keep this contract:
 *
 * - `read` returns the stored token without locking, expired or not.
 * - `refresh` takes a lock per AppID that holds across processes (`SELECT … FOR UPDATE`), reads the
 *   token again under it, and
 *   - returns the stored token without a fetch when it is usable: present, not expired, and not
 *     equal to `stale`; then another process was faster;
 *   - otherwise calls `fetchToken` once, stores the result, and returns it.
 * - Simultaneous calls of `refresh` therefore make one fetch between them.
 * - A failure of `fetchToken` is thrown on, changes nothing that is stored, and frees the lock.
 * - The lock is held during one exchange with WeChat: tens of milliseconds, at worst the time limit.
 */
export interface AccessTokenStore {
  read(appId: string): Promise<AccessToken | undefined>;
  /** @param stale the token that WeChat refused or that is about to expire; undefined when none was there */
  refresh(
    appId: string,
    stale: string | undefined,
    fetchToken: () => Promise<AccessToken>,
  ): Promise<AccessToken>;
}

/** A store for a single process. */
export function createMemoryTokenStore(clock: Clock): AccessTokenStore {
  const tokens = new Map<string, AccessToken>();
  const running = new Map<string, Promise<AccessToken>>();

  const isUsable = (token: AccessToken | undefined, stale: string | undefined) =>
    token !== undefined && token.token !== stale && token.expiresAt > clock.now();

  return {
    async read(appId) {
      return tokens.get(appId);
    },
    async refresh(appId, stale, fetchToken) {
      const stored = tokens.get(appId);
      if (stored && isUsable(stored, stale)) return stored;
      const joined = running.get(appId);
      if (joined) return joined;
      const fetched = fetchToken()
        .then((token) => {
          tokens.set(appId, token);
          return token;
        })
        .finally(() => running.delete(appId));
      running.set(appId, fetched);
      return fetched;
    },
  };
}
