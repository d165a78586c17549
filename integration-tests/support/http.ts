/** An answer as it came; `body` is undefined when there was none. */
export interface Answer<Body = unknown> {
  status: number;
  body: Body;
  headers: Headers;
}

export interface Call {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  headers?: Record<string, string>;
  /** Sent as JSON, unless it is a string already. */
  body?: unknown;
}

/** One HTTP call that reads JSON where there is JSON. Never throws for a status. */
export async function call<Body = unknown>(url: string, request: Call = {}): Promise<Answer<Body>> {
  const { method = "GET", headers = {}, body } = request;
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return {
    status: response.status,
    body: (isJson && text !== "" ? JSON.parse(text) : text === "" ? undefined : text) as Body,
    headers: response.headers,
  };
}

/** The body of an answer that has to be a success. */
export async function ok<Body>(url: string, request?: Call): Promise<Body> {
  const answer = await call<Body>(url, request);
  if (answer.status >= 300) {
    throw new Error(
      `${request?.method ?? "GET"} ${url} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`,
    );
  }
  return answer.body;
}

/** Asks again and again until `check` finds what it wants, at most `seconds` long. */
export async function eventually<Result>(
  what: string,
  check: () => Promise<Result | undefined>,
  seconds = 10,
): Promise<Result> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await check();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`Not within ${String(seconds)} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
