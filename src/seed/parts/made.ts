import { MedusaError } from "@medusajs/framework/utils";

/** The first of what a workflow has just made; to get nothing back breaks the workflow's promise. */
export function firstOf<Made>(made: readonly Made[], what: string): Made {
  const [first] = made;
  if (first === undefined) {
    throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, `Medusa made no ${what}`);
  }
  return first;
}
