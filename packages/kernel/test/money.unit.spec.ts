import { allocate, fen, fromFen, percentOf, roundToFen, toFen } from "@mall/kernel";

describe("toFen", () => {
  it.each([
    [0, 0],
    ["0.01", 1],
    [19.9, 1990],
    ["-3.50", -350],
    [{ value: "59.70" }, 5970],
    ["21474836.48", 2147483648],
  ])("reads %p yuan as %d fen", (yuan, expected) => {
    expect(toFen(yuan)).toBe(expected);
  });

  it.each(["0.001", 0.1 + 0.2, "19.999999999999999999"])(
    "refuses %p, a fraction of a fen",
    (yuan) => {
      expect(() => toFen(yuan)).toThrow(RangeError);
    },
  );

  it.each([Number.NaN, Infinity, "abc"])("refuses %p, which is no amount", (yuan) => {
    expect(() => toFen(yuan)).toThrow();
  });

  it("refuses an amount that a safe integer cannot hold", () => {
    expect(() => toFen("90071992547409.93")).toThrow(RangeError);
  });
});

describe("roundToFen", () => {
  it.each([
    ["58.6185", 5862],
    ["75.995", 7600],
    ["73.5500000000000006", 7355],
    ["82.3999999999999999999944", 8240],
    ["0.004", 0],
    ["-0.005", -1],
  ])("makes %s yuan %d fen", (yuan, expected) => {
    expect(roundToFen(yuan)).toBe(expected);
  });

  it("refuses what is no amount", () => {
    expect(() => roundToFen(Number.NaN)).toThrow();
  });
});

describe("fromFen", () => {
  it.each([
    [0, "0"],
    [1, "0.01"],
    [10, "0.10"],
    [1990, "19.90"],
    [-5, "-0.05"],
    [10_000, "100"],
  ])("writes %d fen as %s yuan", (amount, expected) => {
    expect(fromFen(fen(amount))).toBe(expected);
  });
});

describe("fen", () => {
  it.each([0.5, Number.NaN, 2 ** 53])("refuses %p", (value) => {
    expect(() => fen(value)).toThrow(RangeError);
  });

  it("has no negative zero", () => {
    expect(Object.is(fen(-0), 0)).toBe(true);
  });
});

describe("allocate", () => {
  it("gives the odd fen to the largest remainders, the earlier first", () => {
    expect(allocate(fen(100), [1, 1, 1])).toEqual([34, 33, 33]);
    expect(allocate(fen(5), [3, 3, 1])).toEqual([2, 2, 1]);
  });

  it("mirrors a negative total", () => {
    expect(allocate(fen(-100), [1, 1, 1])).toEqual([-34, -33, -33]);
  });

  it.each([[[]], [[0, 0]], [[1, -1]], [[0.5]]])("refuses the weights %p", (list: number[]) => {
    expect(() => allocate(fen(10), list)).toThrow(RangeError);
  });
});

describe("percentOf", () => {
  it.each([
    ["down", 3],
    ["half_up", 3],
    ["up", 4],
  ] as const)("rounds 3.3 fen %s to %d", (rounding, expected) => {
    expect(percentOf(fen(33), 1_000, rounding)).toBe(expected);
  });

  it("refuses a negative share", () => {
    expect(() => percentOf(fen(1), -1, "down")).toThrow(RangeError);
  });
});
