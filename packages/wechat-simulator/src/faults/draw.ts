import { createHash } from "node:crypto";

/**
 * The n-th random number of a fault, 0 ≤ x < 1. It depends on nothing else, so one fault's luck does
 * not change when another is added, and a seed tells the whole run.
 */
export function draw(seed: number, name: string, n: number): number {
  const digest = createHash("sha256").update(`${seed}:${name}:${n}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
