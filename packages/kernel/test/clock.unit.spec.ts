import { addMinutes, addSeconds, systemClock } from "@mall/kernel";

describe("clock", () => {
  it("moves forward", () => {
    const before = systemClock.now().getTime();
    expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(before);
  });

  it("adds and subtracts without touching its argument", () => {
    const start = new Date("2026-02-28T23:59:30Z");
    expect(addMinutes(start, 1).toISOString()).toBe("2026-03-01T00:00:30.000Z");
    expect(addSeconds(start, -30).toISOString()).toBe("2026-02-28T23:59:00.000Z");
    expect(start.toISOString()).toBe("2026-02-28T23:59:30.000Z");
  });
});
