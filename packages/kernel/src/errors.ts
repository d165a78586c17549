import { MedusaError } from "@medusajs/framework/utils";

/**
 * The error types whose `code` reaches the client. Medusa's handler overwrites the code of
 * CONFLICT, DUPLICATE_ERROR and DB_ERROR, so a catalogue may not use those.
 */
export const ErrorKind = {
  /** 400: the request itself is malformed. */
  INVALID_DATA: MedusaError.Types.INVALID_DATA,
  /** 400: well-formed, but the present state does not allow it. */
  NOT_ALLOWED: MedusaError.Types.NOT_ALLOWED,
  /** 401 */
  UNAUTHORIZED: MedusaError.Types.UNAUTHORIZED,
  /** 403 */
  FORBIDDEN: MedusaError.Types.FORBIDDEN,
  /** 404 */
  NOT_FOUND: MedusaError.Types.NOT_FOUND,
  /** 422: the payment channel refused. */
  PAYMENT_REFUSED: MedusaError.Types.PAYMENT_AUTHORIZATION_ERROR,
} as const;

export type ErrorKind = keyof typeof ErrorKind;

type ErrorDefinition = readonly [kind: ErrorKind, message: string];

/** Makes one error of a catalogue; `detail` is appended to the message, to name a field or an id. */
export type ErrorFactory = (detail?: string) => MedusaError;

/**
 * Declares the error catalogue of a plugin.
 *
 * A code is API: it is never renamed, and the plugin's README lists it. The answer is
 * `{ type, code: "<namespace>.<name>", message }`.
 *
 * @param namespace the plugin's module id, snake_case
 * @param definitions name → [kind, message]
 * @example
 * const Errors = defineErrors("group_buy", { group_full: ["NOT_ALLOWED", "Group is full"] });
 * throw Errors.group_full();
 */
export function defineErrors<const Definitions extends Record<string, ErrorDefinition>>(
  namespace: string,
  definitions: Definitions,
): { readonly [Name in keyof Definitions]: ErrorFactory } {
  const entries = Object.entries(definitions).map(([name, [kind, message]]) => {
    const factory: ErrorFactory = (detail) =>
      new MedusaError(
        ErrorKind[kind],
        detail === undefined ? message : `${message}: ${detail}`,
        `${namespace}.${name}`,
      );
    return [name, factory] as const;
  });
  return Object.fromEntries(entries) as { readonly [Name in keyof Definitions]: ErrorFactory };
}

/**
 * A broken invariant: answered as a 500 and logged. Never for what a caller can cause.
 *
 * @param message what was expected to hold and what was found
 */
export function invariantBroken(message: string): MedusaError {
  return new MedusaError(MedusaError.Types.UNEXPECTED_STATE, message);
}

/** Whether `error` carries this catalogue code; also true for errors out of a workflow, which are plain objects. */
export function hasErrorCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}

/** What went wrong, for a log or a row. Errors out of a workflow are plain objects. */
export function messageOf(error: unknown): string {
  const hasMessage = typeof error === "object" && error !== null && "message" in error;
  return hasMessage ? String(error.message) : JSON.stringify(error);
}
