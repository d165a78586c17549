import type { SeedAdmin } from "./seed";

/** Whether the server lets this admin in: in a database that was used before, it may know another password. */
export async function adminMayLogIn(apiUrl: string, admin: SeedAdmin): Promise<boolean> {
  const answer = await fetch(`${apiUrl}/auth/user/emailpass`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(admin),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok && answer.status !== 401) {
    throw new Error(
      `POST /auth/user/emailpass answered ${String(answer.status)}: ${await answer.text()}`,
    );
  }
  return answer.ok;
}
