import { UserError, errorMessage } from "./errors";

const TIMEOUT_MS = 5_000;

/**
 * @param redisUrl redis://[:password@]host:port[/database] or rediss://
 * @throws UserError naming REDIS_URL when nothing answers PING within 5 s
 */
export async function requireRedis(redisUrl: string): Promise<void> {
  const { Redis } = await import("ioredis");
  const client = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
  });
  // The reason comes as an event; the rejection that follows only says that the connection is closed.
  let reason: unknown;
  client.on("error", (error: unknown) => {
    reason = error;
  });
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    await Promise.race([
      client.connect().then(() => client.ping()),
      new Promise<never>((_, reject) => {
        timeout.addEventListener("abort", () => {
          reject(new Error(`no answer within ${String(TIMEOUT_MS / 1000)} s`));
        });
      }),
    ]);
  } catch (error) {
    const { host } = new URL(redisUrl);
    throw new UserError(
      `No usable Redis answers at ${host} (${errorMessage(reason ?? error)}): start it, correct REDIS_URL, or unset REDIS_URL to do without.`,
    );
  } finally {
    client.disconnect();
  }
}
