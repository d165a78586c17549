import { z } from "zod";
import { paymentExceptionKinds } from "../../../modules/payment-exception/kinds";

const PAGE = 20;
const LONGEST_PAGE = 100;

export const exceptionListQuery = z.strictObject({
  state: z.enum(["open", "resolved"]).optional(),
  kind: z.enum(paymentExceptionKinds).optional(),
  order_id: z.string().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(PAGE),
  offset: z.coerce.number().int().min(0).default(0),
});

export type ExceptionListQuery = z.infer<typeof exceptionListQuery>;

const note = z.string().trim().min(1).max(500);

/** Whoever decides says why. */
export const reasonedBody = z.strictObject({ note });

export type ReasonedBody = z.infer<typeof reasonedBody>;

export const retryBody = z.strictObject({ note: note.optional() });

export type RetryBody = z.infer<typeof retryBody>;
