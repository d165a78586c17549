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

const project = (displayName, suffix, more = {}) => ({
  ...shared,
  displayName,
  testMatch: [`<rootDir>/**/*.${suffix}.spec.ts`],
  ...more,
});

module.exports = {
  projects: [
    project("unit", "unit"),
    project("property", "property"),
  ],
};
