import type { z } from "zod";

type ErrorType = "invalid_data" | "not_found" | "not_allowed" | "forbidden";

const statuses: Record<ErrorType, number> = {
  invalid_data: 400,
  forbidden: 403,
  not_found: 404,
  not_allowed: 409,
};

/** A control route refuses: `{type, code, message}`, the code prefixed `wechat_simulator.`. */
export class ControlError extends Error {
  override readonly name = "ControlError";
  readonly status: number;
  readonly code: string;

  constructor(
    readonly type: ErrorType,
    code: string,
    message: string,
    status = statuses[type],
  ) {
    super(message);
    this.code = `wechat_simulator.${code}`;
    this.status = status;
  }

  toJSON() {
    return { type: this.type, code: this.code, message: this.message };
  }
}

function describe(issue: z.core.$ZodIssue): string {
  const field = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const inside = field === "" ? "" : ` in ${field}`;
    return `Unknown field ${issue.keys.join(", ")}${inside}`;
  }
  return field === "" ? issue.message : `${field}: ${issue.message}`;
}

/**
 * Parses the body of a control route.
 *
 * @throws ControlError that names every wrong field
 */
export function parseControl<S extends z.ZodType>(schema: S, source: unknown): z.output<S> {
  const result = schema.safeParse(source);
  if (!result.success) {
    const message = result.error.issues.map(describe).join("; ");
    throw new ControlError("invalid_data", "invalid_data", message);
  }
  return result.data;
}
