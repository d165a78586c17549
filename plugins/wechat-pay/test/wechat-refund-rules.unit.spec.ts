import { fen } from "@mall/kernel";
import {
  isOpen,
  isTriedAgain,
  nextLookAt,
  outRefundNoOf,
  refundableFen,
  refundStates,
  refundTransitions,
  statesBefore,
} from "../src/modules/wechat-refund/rules";

describe("the states of a refund", () => {
  it("are all reached from requested", () => {
    const reached = new Set<string>(["requested"]);
    for (const state of reached) {
      for (const next of refundTransitions[state as keyof typeof refundTransitions]) {
        reached.add(next);
      }
    }
    expect([...reached].sort()).toEqual([...refundStates].sort());
  });

  it("end with money that arrived, or that is the merchant's again", () => {
    const final = refundStates.filter((state) => refundTransitions[state].length === 0);
    expect(final).toEqual(["succeeded", "closed"]);
  });

  it("may be skipped by a notification that is faster than our own look", () => {
    expect(statesBefore("succeeded")).toEqual(["sent", "processing", "abnormal"]);
  });

  it("need a person only when WeChat can go no further", () => {
    expect(refundStates.filter((state) => !isOpen(state))).toEqual([
      "succeeded",
      "abnormal",
      "closed",
    ]);
  });
});

describe("what WeChat is asked for", () => {
  it.each([
    ["all of it", 1000, 0, 1000],
    ["a part", 300, 600, 300],
    ["what is left", 400, 600, 400],
    ["a fen less than rounded", 401, 600, 400],
    ["nothing beyond it", 402, 600, undefined],
    ["nothing when nothing is left", 1, 1000, undefined],
  ])("is %s", (_, asked, committed, expected) => {
    expect(refundableFen(fen(asked), fen(1000), fen(committed))).toBe(expected);
  });

  it("has a number of its own per attempt, and the same for the same attempt", () => {
    expect(outRefundNoOf("ref_1", 1)).toBe("ref_1");
    expect(outRefundNoOf("ref_1", 2)).toBe("ref_1-2");
  });

  it("is asked for three times before a merchant is", () => {
    expect([1, 2, 3].map(isTriedAgain)).toEqual([true, true, false]);
  });
});

it("a refund is looked at again after ever longer times, and for ever", () => {
  const now = new Date("2026-11-27T10:00:00Z");
  const delays = [0, 1, 2, 50].map((count) => nextLookAt(count, now).getTime() - now.getTime());
  expect(delays).toEqual([2_000, 5_000, 10_000, 1_800_000]);
});
