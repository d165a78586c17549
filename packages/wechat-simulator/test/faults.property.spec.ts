import fc from "fast-check";
import { draw } from "../src/faults/draw";
import { Faults } from "../src/faults/faults";
import { faultsSchema } from "../src/faults/schema";

const names = ["lose_notification", "server_error", "cut_off_after_effect"] as const;
const occasion = { method: "POST", path: "/v3/pay/transactions/jsapi" };
const seeds = fc.nat({ max: 0xffff_ffff });
const asked = fc.array(fc.constantFrom(...names), { maxLength: 60 });
const probabilities = fc.double({ min: 0, max: 1, noNaN: true });

const settingsOf = (seed: number, probability: number) => ({
  seed,
  ...Object.fromEntries(names.map((name) => [name, { probability }])),
});

function run(settings: object, questions: readonly (typeof names)[number][]): boolean[] {
  const faults = new Faults();
  faults.replace(faultsSchema.parse(settings));
  return questions.map((name) => faults.strikes(name, occasion) !== undefined);
}

describe("Faults", () => {
  it("strike the same way again under the same seed", () => {
    fc.assert(
      fc.property(seeds, probabilities, asked, (seed, probability, questions) => {
        const settings = settingsOf(seed, probability);
        expect(run(settings, questions)).toEqual(run(settings, questions));
      }),
    );
  });

  it("do not depend on which other faults are asked in between", () => {
    fc.assert(
      fc.property(seeds, probabilities, asked, (seed, probability, questions) => {
        const settings = settingsOf(seed, probability);
        const among = run(settings, questions).filter((_, at) => questions[at] === "server_error");
        const alone = run(
          settings,
          questions.filter((name) => name === "server_error"),
        );
        expect(among).toEqual(alone);
      }),
    );
  });

  it("with a count strike exactly so often, at the first occasions", () => {
    fc.assert(
      fc.property(fc.nat({ max: 30 }), fc.nat({ max: 60 }), (count, occasions) => {
        const struck = run(
          { server_error: { count } },
          Array<"server_error">(occasions).fill("server_error"),
        );
        expect(struck.filter(Boolean)).toHaveLength(Math.min(count, occasions));
        expect(struck.slice(0, count).every(Boolean)).toBe(true);
      }),
    );
  });

  it("never strike at probability 0 and always at 1", () => {
    fc.assert(
      fc.property(seeds, asked, (seed, questions) => {
        expect(run(settingsOf(seed, 0), questions).some(Boolean)).toBe(false);
        expect(run(settingsOf(seed, 1), questions).every(Boolean)).toBe(true);
      }),
    );
  });

  it("strike about as often as their probability says", () => {
    const draws = Array.from({ length: 20_000 }, (_, n) => draw(7, "lose_notification", n));
    const share = draws.filter((drawn) => drawn < 0.2).length / draws.length;
    expect(share).toBeGreaterThan(0.19);
    expect(share).toBeLessThan(0.21);
  });

  it("report what is in force, what was seen and what fired", () => {
    const faults = new Faults();
    faults.replace(faultsSchema.parse({ seed: 5, server_error: { count: 2, route: "GET /v3/*" } }));
    faults.strikes("server_error", occasion);
    faults.strikes("server_error", { method: "GET", path: "/v3/certificates" });
    expect(faults.report()).toEqual({
      seed: 5,
      faults: {
        server_error: {
          count: 2,
          route: "GET /v3/*",
          status: 500,
          seen: 1,
          fired: 1,
          remaining: 1,
        },
      },
    });
  });
});
