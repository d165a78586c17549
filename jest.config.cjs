/**
 * One project per kind of test, by suffix. `npm test` runs all of them in one go (through
 * integration-tests/runner/test.mjs); MALL_TEST_PROJECTS=unit,http narrows it.
 */
const path = require("node:path");

const runner = path.join(__dirname, "integration-tests", "runner");

/** @type {import("jest").Config} */
const shared = {
  rootDir: __dirname,
  testEnvironment: "node",
  transform: {
    "^.+\\.[jt]sx?$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript", decorators: true },
          transform: { decoratorMetadata: true },
          target: "es2022",
        },
        module: { type: "commonjs" },
      },
    ],
  },
  modulePathIgnorePatterns: ["<rootDir>/.medusa/", "<rootDir>/.mall/"],
  testPathIgnorePatterns: ["/node_modules/", "/\\.medusa/", "/dist/"],
};

const project = (displayName, more = {}) => ({
  ...shared,
  displayName,
  testMatch: [`<rootDir>/**/*.${displayName}.spec.ts`],
  ...more,
});

/** Set up once per run, and only when a test of such a project is going to run. */
const global = (name) => ({
  globalSetup: path.join(runner, `${name}.setup.ts`),
  globalTeardown: path.join(runner, "teardown.ts"),
});

const projects = [
  project("unit"),
  project("property"),
  project("module", {
    ...global("database"),
    setupFiles: [path.join(runner, "module-suite.cjs")],
  }),
  project("http", global("stack")),
  project("fault", global("stack")),
  project("e2e", global("stack")),
  project("process"),
  project("bench", {
    ...global("database"),
    setupFiles: [path.join(runner, "module-suite.cjs")],
  }),
];

const wanted = process.env.MALL_TEST_PROJECTS?.split(",");

module.exports = {
  maxWorkers: 2,
  // Real servers and a real database: a first answer on a busy machine takes seconds.
  testTimeout: 60_000,
  testSequencer: path.join(runner, "sequence.cjs"),
  reporters: ["default", path.join(runner, "reporter.cjs")],
  // A benchmark runs when it is asked for.
  projects: projects.filter(
    ({ displayName }) => wanted?.includes(displayName) ?? displayName !== "bench",
  ),
};
