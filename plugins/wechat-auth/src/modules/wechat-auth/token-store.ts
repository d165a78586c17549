import type { EntityManager } from "@medusajs/framework/mikro-orm/knex";
import { generateEntityId } from "@medusajs/framework/utils";
import type { AccessToken, AccessTokenStore } from "@mall/wechat";

interface TokenRow {
  token: string | null;
  expires_at: Date | null;
  is_expired: boolean | null;
}

/** Opens a transaction and hands over its manager. */
type InTransaction = <Result>(job: (manager: EntityManager) => Promise<Result>) => Promise<Result>;

/**
 * Keeps the access token in PostgreSQL, for all processes. The row's lock makes the refresh single
 * flight: whoever waited for it finds the new token and does not ask WeChat again.
 */
export function databaseTokenStore(inTransaction: InTransaction): AccessTokenStore {
  return {
    read: (appId) =>
      inTransaction(async (manager) => {
        const rows = await manager.execute<TokenRow[]>(
          `SELECT token, expires_at FROM wechat_access_token WHERE app_id = ?`,
          [appId],
        );
        return tokenOf(rows[0]);
      }),
    refresh: (appId, stale, fetchToken) =>
      inTransaction(async (manager) => {
        await manager.execute(
          `INSERT INTO wechat_access_token (id, app_id) VALUES (?, ?) ON CONFLICT DO NOTHING`,
          [generateEntityId(undefined, "wxtok"), appId],
        );
        const rows = await manager.execute<TokenRow[]>(
          `SELECT token, expires_at, expires_at <= now() AS is_expired
           FROM wechat_access_token WHERE app_id = ? FOR UPDATE`,
          [appId],
        );
        const current = tokenOf(rows[0]);
        if (current && current.token !== stale && !rows[0]?.is_expired) return current;
        const fresh = await fetchToken();
        await manager.execute(
          `UPDATE wechat_access_token SET token = ?, expires_at = ?, updated_at = now()
           WHERE app_id = ?`,
          [fresh.token, fresh.expiresAt, appId],
        );
        return fresh;
      }),
  };
}

function tokenOf(row: TokenRow | undefined): AccessToken | undefined {
  if (row?.token == null || row.expires_at === null) return undefined;
  return { token: row.token, expiresAt: new Date(row.expires_at) };
}
