import { nodeVersionProblem } from "../bin/bootstrap/node-version.cjs";

describe("the version of Node", () => {
  it.each(["20.19.0", "20.20.2", "22.12.0", "22.21.1", "23.0.0", "24.11.1"])(
    "%s is good",
    (version) => {
      expect(nodeVersionProblem(version)).toBeUndefined();
    },
  );

  it.each(["12.22.12", "18.20.8", "20.18.3", "21.7.3", "22.11.0"])(
    "%s is refused in one sentence that says what to install",
    (version) => {
      const problem = nodeVersionProblem(version);
      expect(problem).toContain(`this is ${version}`);
      expect(problem).toContain("20.19");
      expect(problem).toContain("22.12");
      expect(problem).not.toContain("\n");
    },
  );
});
