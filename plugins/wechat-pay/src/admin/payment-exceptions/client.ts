/** What the API answered instead of a success; the shop could not be reached when there is no code. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly code: string | undefined,
  ) {
    super(message);
  }
}

/**
 * Posts with the session of whoever is logged in. Medusa's own client keeps only the message of an
 * error; a page needs the code to say it in the merchant's language.
 *
 * @throws ApiError
 */
export async function post<Body>(path: string, body: unknown): Promise<Body> {
  const response = await reach(path, body);
  const answer: unknown = await response.json();
  if (response.ok) return answer as Body;
  const { code, message } = answer as { code?: string; message?: string };
  // Medusa turns away whoever is not logged in before our errors get their code.
  throw new ApiError(message ?? response.statusText, code ?? statusCode(response));
}

function statusCode({ status }: Response): string {
  return status === 401 ? "unauthorized" : String(status);
}

async function reach(path: string, body: unknown): Promise<Response> {
  try {
    return await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
    });
  } catch (error) {
    throw new ApiError(String(error), undefined);
  }
}
