import { z } from "zod";

const PAGE = 20;
const LONGEST_PAGE = 100;

export const reconciliationPage = z.strictObject({
  limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(PAGE),
  offset: z.coerce.number().int().min(0).default(0),
});

export type ReconciliationPage = z.infer<typeof reconciliationPage>;

/** Which days there are is decided by the calendar, with its own errors. */
export const reconciliationBody = z.strictObject({ date: z.string() });

export type ReconciliationBody = z.infer<typeof reconciliationBody>;
