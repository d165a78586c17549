import { z } from "zod";
import type { SimulatorContext } from "../context";
import { parseControl } from "./errors";

const DAY_MS = 24 * 60 * 60 * 1000;

const rotateSchema = z.strictObject({
  /** How long the certificate before is still listed; a day at time scale 1 when left out. */
  overlap_ms: z
    .int()
    .min(0)
    .max(365 * DAY_MS)
    .optional(),
});

/** WeChat signs with a new platform certificate from now on. */
export async function rotateCertificate(context: SimulatorContext, body: unknown) {
  const { overlap_ms: overlapMs = DAY_MS * context.timeScale } = parseControl(rotateSchema, body);
  const rotated = await context.certificateRotation.rotate(overlapMs);
  return {
    serial_no: rotated.serial,
    previous_serial_no: rotated.previousSerial,
    previous_listed_until: rotated.previousListedUntil.toISOString(),
  };
}
