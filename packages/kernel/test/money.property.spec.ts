import fc from "fast-check";
import { allocate, fen, fromFen, percentOf, roundToFen, sumFen, toFen } from "@mall/kernel";

const anyFen = fc.maxSafeInteger().map(fen);
const someFen = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }).map(fen);
const weights = fc
  .array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 40 })
  .filter((list) => list.some((weight) => weight > 0));

describe("money", () => {
  it("survives the way to Medusa's yuan and back, for every amount", () => {
    fc.assert(fc.property(anyFen, (amount) => toFen(fromFen(amount)) === amount));
  });

  it("refuses every amount with a fraction of a fen", () => {
    fc.assert(
      fc.property(someFen, fc.integer({ min: 1, max: 999 }), (amount, thousandths) => {
        const sign = amount < 0 ? "-" : "";
        const digits = String(Math.abs(amount)).padStart(3, "0");
        const fraction = String(thousandths).padStart(3, "0");
        const yuan = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`;
        expect(() => toFen(yuan)).toThrow(RangeError);
      }),
    );
  });

  it("rounds what is exact to itself", () => {
    fc.assert(fc.property(anyFen, (amount) => roundToFen(fromFen(amount)) === amount));
  });

  it("allocates shares that sum to the total", () => {
    fc.assert(
      fc.property(someFen, weights, (total, list) => sumFen(allocate(total, list)) === total),
    );
  });

  it("allocates no share further than one fen from its proportion", () => {
    fc.assert(
      fc.property(someFen, weights, (total, list) => {
        const sum = BigInt(list.reduce((a, b) => a + b, 0));
        return allocate(total, list).every((share, index) => {
          const offBy = BigInt(share) * sum - BigInt(total) * BigInt(list[index] ?? 0);
          return offBy > -sum && offBy < sum;
        });
      }),
    );
  });

  it("gives a zero weight nothing", () => {
    fc.assert(
      fc.property(someFen, weights, (total, list) =>
        allocate(total, list).every((share, index) => list[index] !== 0 || share === 0),
      ),
    );
  });

  it("takes a part and its complement that sum to the whole when rounded in opposite ways", () => {
    fc.assert(
      fc.property(someFen, fc.integer({ min: 0, max: 10_000 }), (amount, points) => {
        const part = percentOf(amount, points, "down");
        const rest = percentOf(amount, 10_000 - points, "up");
        return part + rest === amount;
      }),
    );
  });

  it("orders the roundings: down, half up, up, never more than one fen apart", () => {
    fc.assert(
      fc.property(fc.nat().map(fen), fc.integer({ min: 0, max: 20_000 }), (amount, points) => {
        const down = percentOf(amount, points, "down");
        const half = percentOf(amount, points, "half_up");
        const up = percentOf(amount, points, "up");
        return down <= half && half <= up && up - down <= 1;
      }),
    );
  });
});
