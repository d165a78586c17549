import { BigNumber } from "@medusajs/framework/utils";
import type { BigNumberInput } from "@medusajs/framework/types";

declare const fenBrand: unique symbol;

/** A whole number of fen (1/100 yuan), a safe integer; may be negative. Rules compute in this. */
export type Fen = number & { readonly [fenBrand]: true };

const FEN_PER_YUAN = 100;
const BASIS_POINTS = 10_000;

/** How a fraction of a fen is decided. */
export type Rounding = "down" | "up" | "half_up";

/**
 * Marks a whole number as fen.
 *
 * @throws RangeError when `value` is no safe integer
 */
export function fen(value: number): Fen {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`Not a whole, safe number of fen: ${String(value)}`);
  }
  // -0 would compare equal to 0 but print and serialise differently.
  return (value === 0 ? 0 : value) as Fen;
}

/**
 * Converts an amount as Medusa stores it (yuan, any BigNumber input) to fen.
 *
 * @throws RangeError when the amount has a fraction of a fen, is not finite or too large
 */
export function toFen(yuan: BigNumberInput): Fen {
  const scaled = new BigNumber(yuan).bigNumber?.multipliedBy(FEN_PER_YUAN);
  if (!scaled?.isFinite()) {
    throw new RangeError(`Not an amount of money: ${JSON.stringify(yuan)}`);
  }
  if (!scaled.isInteger()) {
    throw new RangeError(
      `Amount has a fraction of a fen: ${scaled.dividedBy(FEN_PER_YUAN).toString()} yuan`,
    );
  }
  return fen(scaled.toNumber());
}

/**
 * The money that an amount with fractions of a fen comes to, half a fen up. Medusa's percentage
 * promotions leave such amounts (10 % of ¥84.44), and sums over lines leave dust of 1e-16. This is
 * the one place where they become money; what is asked for, compared and refunded starts from here.
 *
 * @throws RangeError when the amount is not finite or too large
 */
export function roundToFen(yuan: BigNumberInput): Fen {
  const scaled = new BigNumber(yuan).bigNumber?.multipliedBy(FEN_PER_YUAN);
  if (!scaled?.isFinite()) {
    throw new RangeError(`Not an amount of money: ${JSON.stringify(yuan)}`);
  }
  const HALF_UP = 4;
  return fen(scaled.decimalPlaces(0, HALF_UP).toNumber());
}

/** Converts fen to the yuan that Medusa stores, as an exact decimal string. */
export function fromFen(amount: Fen): string {
  const sign = amount < 0 ? "-" : "";
  const digits = String(Math.abs(amount)).padStart(3, "0");
  const cents = digits.slice(-2);
  const whole = digits.slice(0, -2);
  return cents === "00" ? `${sign}${whole}` : `${sign}${whole}.${cents}`;
}

/** The sum of amounts. */
export function sumFen(amounts: readonly Fen[]): Fen {
  return fen(amounts.reduce((total, amount) => total + amount, 0));
}

/**
 * Splits `total` in proportion to `weights` by largest remainder: the shares always sum to the
 * total, and none is further than one fen from its exact proportion. Ties go to the earlier share.
 *
 * @param weights non-negative whole numbers, at least one of them positive
 * @throws RangeError for an empty, negative or all-zero list of weights
 */
export function allocate(total: Fen, weights: readonly number[]): Fen[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  if (!weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0) || weightSum <= 0) {
    throw new RangeError("Weights must be whole, not negative and not all zero");
  }
  if (total < 0) {
    return allocate(fen(-total), weights).map((share) => fen(-share));
  }
  const exact = weights.map((weight) => BigInt(total) * BigInt(weight));
  const divisor = BigInt(weightSum);
  const shares = exact.map((numerator) => Number(numerator / divisor));
  let left = total - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((numerator, index) => ({ index, remainder: numerator % divisor }))
    .sort((a, b) => compareBigInt(b.remainder, a.remainder) || a.index - b.index);
  for (const { index } of byRemainder) {
    if (left === 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    left -= 1;
  }
  return shares.map(fen);
}

/**
 * A share of an amount.
 *
 * @param basisPoints 1/100 of a percent: 10,000 is the whole; a whole number, not negative
 * @param rounding what happens to a fraction of a fen; for negative amounts it mirrors the positive case
 */
export function percentOf(amount: Fen, basisPoints: number, rounding: Rounding): Fen {
  if (!Number.isSafeInteger(basisPoints) || basisPoints < 0) {
    throw new RangeError(`Not a whole number of basis points: ${String(basisPoints)}`);
  }
  if (amount < 0) {
    return fen(-percentOf(fen(-amount), basisPoints, rounding));
  }
  const numerator = BigInt(amount) * BigInt(basisPoints);
  const divisor = BigInt(BASIS_POINTS);
  const extra = { down: 0n, up: divisor - 1n, half_up: divisor / 2n }[rounding];
  return fen(Number((numerator + extra) / divisor));
}

function compareBigInt(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
