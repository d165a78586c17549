import type { z } from "zod";
import type { Incoming } from "../http/exchange";
import { miniProgramErrors } from "./errors";

/**
 * The JSON object of a POST.
 *
 * @throws MiniProgramError 47001, or 40097 naming the wrong field
 */
export function jsonBody<S extends z.ZodType>(incoming: Incoming, schema: S): z.output<S> {
  let json: unknown;
  try {
    json = JSON.parse(incoming.body.toString("utf8"));
  } catch {
    throw miniProgramErrors.invalidJson();
  }
  const result = schema.safeParse(json);
  if (!result.success) {
    const [first] = result.error.issues;
    throw miniProgramErrors.invalidArgs(`${first?.path.join(".") ?? ""} ${first?.message ?? ""}`);
  }
  return result.data;
}
