import { runSteps, type Step } from "../src/lib/steps";

const events: string[] = [];
let lines = "";
const noFailure = (): void => undefined;

/** A step that ends when it is told to. */
function heldStep(title: string): Step & { finish: () => void } {
  let finish: () => void = () => undefined;
  const held = new Promise<undefined>((resolve) => (finish = () => resolve(undefined)));
  return { ...step(title, () => held), finish: () => finish() };
}

function step(title: string, run: () => Promise<string | undefined> = async () => undefined): Step {
  return {
    title,
    run: async () => {
      events.push(`${title} begins`);
      const outcome = await run();
      events.push(`${title} ends`);
      return outcome;
    },
  };
}

beforeEach(() => {
  events.length = 0;
  lines = "";
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    lines += String(text);
    return true;
  });
});

afterEach(() => jest.restoreAllMocks());

describe("the steps of a start", () => {
  it("run one after another, chains side by side, and go on when all chains ended", async () => {
    const [left, right] = [heldStep("left"), heldStep("right")];
    const running = runSteps(
      [step("first"), { sideBySide: [[left, step("after left")], [right]] }, step("last")],
      false,
      noFailure,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(events).toEqual(["first begins", "first ends", "left begins", "right begins"]);
    left.finish();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(events.slice(4)).toEqual(["left ends", "after left begins", "after left ends"]);
    right.finish();
    await running;
    expect(events.slice(7)).toEqual(["right ends", "last begins", "last ends"]);
  });

  it("show begin, outcome and time as plain lines where nobody watches", async () => {
    await runSteps([step("Seed", async () => "nothing new"), step("Server")], false, noFailure);
    expect(lines).toMatch(
      /^❯ Seed\n✔ Seed: nothing new \[\d+\.\d s\]\n❯ Server\n✔ Server \[\d+\.\d s\]\n$/,
    );
  });

  it("end at the first failure, tell it at once and wait for what runs beside it", async () => {
    const beside = heldStep("beside");
    const fails = step("fails", () => Promise.reject(new Error("no luck")));
    const told = jest.fn(() => setTimeout(beside.finish, 50));
    await expect(
      runSteps([{ sideBySide: [[fails, step("next")], [beside]] }, step("last")], false, told),
    ).rejects.toThrow("no luck");
    expect(told).toHaveBeenCalledTimes(1);
    expect(events).toEqual(["fails begins", "beside begins", "beside ends"]);
    expect(lines).toContain("✖ fails");
  });
});
