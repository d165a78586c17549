/**
 * Who may know whom (docs/architecture.md). Workspace imports such as @mall/kernel are followed
 * through package.json exports to the file they name, so the rules speak of folders.
 *
 * dependency-rules.unit.spec.ts proves that every rule fires: a new rule needs a case there.
 */

/** Everything of ours that is not a library or a plugin. */
const outside = "^(src|cli|admin-extensions|integration-tests|scripts)/|^medusa-config\\.ts$";
/** What a business plugin may depend on. */
const foundation = "packages/kernel|packages/wechat|plugins/ledger";
const networkModules = "^(node:)?(http|https|http2|net|tls|dgram|undici)$";
const networkLibraries = "/node_modules/(axios|got|node-fetch|undici|superagent|ky)/";
const rulesFile = "/rules\\.ts$|/rules/[^/]+\\.ts$|[-.]rules\\.ts$";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "plugin-knows-no-other-plugin",
      comment: "A plugin speaks to Medusa core; what crosses plugins stands in src/.",
      severity: "error",
      from: { path: "^plugins/([^/]+)/" },
      to: { path: "^plugins/", pathNot: ["^plugins/$1/", `^(${foundation})/`] },
    },
    {
      name: "plugin-knows-foundation-only",
      comment: "A plugin's code uses the foundation (kernel, wechat, ledger) and Medusa.",
      severity: "error",
      from: { path: "^plugins/([^/]+)/src/" },
      to: { path: "^packages/", pathNot: `^(${foundation}|packages/admin-kit)/` },
    },
    {
      name: "admin-kit-is-for-pages",
      comment: "What pages of the admin share runs in a browser, not in the server.",
      severity: "error",
      from: { pathNot: "^packages/admin-kit/|/src/admin/" },
      to: { path: "^packages/admin-kit/" },
    },
    {
      name: "package-knows-no-plugin",
      comment: "Packages are no Medusa plugins and stand below them.",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^plugins/" },
    },
    {
      name: "library-knows-no-host",
      comment:
        "Plugins and packages are used by the host, the CLI and the tests, never the other way.",
      severity: "error",
      from: { path: "^(packages|plugins)/" },
      to: { path: outside },
    },
    {
      name: "kernel-knows-nothing-of-ours",
      comment: "packages/kernel stands below everything.",
      severity: "error",
      from: { path: "^packages/kernel/" },
      to: { path: "^(packages|plugins)/", pathNot: "^packages/kernel/" },
    },
    {
      name: "simulator-is-independent",
      comment: "The simulator is the independent witness: it shares no code with the clients.",
      severity: "error",
      from: { path: "^packages/wechat-simulator/" },
      to: { path: "^packages/", pathNot: "^packages/wechat-simulator/" },
    },
    {
      name: "clients-share-nothing-with-simulator",
      comment: "The clients are checked against the simulator, so they may not be made of it.",
      severity: "error",
      from: { path: "^packages/wechat/" },
      to: { path: "^packages/wechat-simulator/" },
    },
    {
      name: "cli-speaks-http",
      comment: "The CLI starts and calls the server; it holds no business code.",
      severity: "error",
      from: { path: "^cli/" },
      to: { path: "^(plugins|src|admin-extensions)/|^medusa-config\\.ts$" },
    },
    {
      name: "admin-speaks-http",
      comment: "Pages of the admin know what they share, and the server by its routes only.",
      severity: "error",
      from: { path: "^(admin-extensions|plugins/[^/]+/src/admin)/" },
      to: {
        path: "^(packages|plugins|src|cli|integration-tests)/|^medusa-config\\.ts$",
        pathNot: ["^plugins/[^/]+/src/admin/", "^packages/admin-kit/"],
      },
    },
    {
      name: "host-knows-no-tools",
      comment:
        "The composition root runs in production, where neither the CLI nor the simulator is.",
      severity: "error",
      from: { path: "^src/|^medusa-config\\.ts$" },
      to: { path: "^(cli|packages/wechat-simulator)/" },
    },
    {
      name: "nothing-knows-the-tests",
      comment: "integration-tests/ is at the top: it knows everything and nothing knows it.",
      severity: "error",
      from: { pathNot: "^integration-tests/" },
      to: { path: "^integration-tests/" },
    },
    {
      name: "no-cycle",
      comment: "A cycle is one module in two files. Medusa's models refer to each other by design.",
      severity: "error",
      from: {},
      to: { circular: true, via: { pathNot: "/models/[^/]+\\.ts$" } },
    },
    {
      name: "rules-are-pure",
      comment:
        "A rule is (state, command, now) → new state or a catalogued error. It knows the kernel, other rules, its errors, and types.",
      severity: "error",
      from: { path: `^plugins/[^/]+/src.*(${rulesFile})` },
      to: {
        pathNot: [
          "^packages/kernel/",
          "/(errors|types|transitions)\\.ts$",
          "/rules\\.ts$",
          "/rules/[^/]+\\.ts$",
          "[-.]rules\\.ts$",
        ],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "mapping-is-pure",
      comment:
        "Signature and mapping of a provider are tested against vectors: no client, no service.",
      severity: "error",
      from: { path: "/(signature|mapping)\\.ts$" },
      to: {
        path: ["/(client|transport|service)\\.ts$", networkModules, networkLibraries],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "network-only-in-clients",
      comment: "In what runs inside the server, only a client.ts or transport.ts does network IO.",
      severity: "error",
      from: {
        path: "^(plugins/[^/]+/src|src|packages/(kernel|wechat)/src)/",
        pathNot: "/(client|transport)\\.ts$",
      },
      to: { path: [networkModules, networkLibraries], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "resolves",
      comment: "An import that resolves nowhere hides from every other rule.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.check.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/\\.medusa/|^\\.mall/|^(packages/|plugins/)?[^/]+/(dist|templates)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "require", "node", "default"],
      mainFields: ["main", "types"],
      extensions: [".ts", ".tsx", ".d.ts", ".js", ".cjs", ".mjs", ".json"],
    },
  },
};
