/**
 * Something the person at the keyboard can put right: shown as its message alone, without a stack,
 * exit code 1. The message is one clear sentence that says what to change.
 */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** The `code` of a system error (`ENOENT`, `EADDRINUSE`) or of a database error (`3D000`). */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) {
    return undefined;
  }
  return typeof error.code === "string" ? error.code : undefined;
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `name` of whatever was thrown, whichever realm its class comes from. */
export function errorName(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "name" in error
    ? String(error.name)
    : undefined;
}
