import { z } from "zod";

/** A field that WeChat leaves out or sends empty when there is nothing to say. */
export const optionalText = z
  .string()
  .optional()
  .transform((text) => (text === "" ? undefined : text));

export const fenAmount = z.int().nonnegative();

/** RFC 3339; WeChat leaves it out or sends it empty as long as the thing has not happened. */
export const optionalTime = optionalText.refine(
  (text) => text === undefined || !Number.isNaN(Date.parse(text)),
  "not a time",
);
