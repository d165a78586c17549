import { readConfiguration, type SettingName, SETTINGS, SettingsError } from "@mall/configuration";
import fc from "fast-check";

const now = new Date("2026-03-01T02:00:00Z");
const names: readonly SettingName[] = SETTINGS.map(({ name }) => name);

describe("reading the configuration", () => {
  it("either succeeds or says in one sentence which variable of the table is wrong", () => {
    const value = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.webUrl(),
      fc.integer().map(String),
      fc.constantFrom("production", "postgres://a/b", "redis://a", "server", "x".repeat(40), "/a/"),
    );
    const env = fc.dictionary(fc.constantFrom(...names), value);
    fc.assert(
      fc.property(env, (variables) => {
        try {
          const { port, simulatorPort } = readConfiguration(variables, { now });
          expect([port, simulatorPort].every((each) => each >= 1 && each <= 65_535)).toBe(true);
        } catch (error) {
          if (!(error instanceof SettingsError)) throw error;
          expect(names).toContain(error.variable);
          expect(error.message).toContain(error.variable);
          expect(error.message).toMatch(/^[^\n]+\.$/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("takes exactly the ports from 1 to 65535", () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 70_000 }), (port) => {
        const env = { PORT: String(port), SIMULATOR_PORT: port === 9010 ? "9011" : "9010" };
        const read = () => readConfiguration(env, { now }).port;
        if (port >= 1 && port <= 65_535) expect(read()).toBe(port);
        else expect(read).toThrow(SettingsError);
      }),
    );
  });
});
