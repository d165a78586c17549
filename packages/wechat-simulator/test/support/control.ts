import type { RunningSimulator } from "../../src";

/** An answer of any shape: a wrong guess about it fails the test's expectation. */
export type Json = ReturnType<typeof JSON.parse>;

export interface ControlAnswer {
  status: number;
  json: Json;
}

/** Calls a control route and returns whatever it answered. */
export async function control(
  simulator: Pick<RunningSimulator, "url">,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ControlAnswer> {
  const response = await fetch(`${simulator.url}/_sim${path}`, {
    method,
    headers: { ...(body !== undefined && { "Content-Type": "application/json" }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}

/** Calls a control route that has to succeed. */
export async function ask(
  simulator: Pick<RunningSimulator, "url">,
  method: string,
  path: string,
  body?: unknown,
): Promise<Json> {
  const { status, json } = await control(simulator, method, path, body);
  if (status !== 200) {
    throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(json)}`);
  }
  return json;
}

/** Waits until the check returns something true; fails loudly when it never does. */
export async function eventually<T>(
  check: () => Promise<T | undefined | false> | T | undefined | false,
  withinMs = 15_000,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const result = await check();
    if (result) {
      return result;
    }
    if (performance.now() > end) {
      throw new Error(`Not within ${withinMs} ms: ${check.toString()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
