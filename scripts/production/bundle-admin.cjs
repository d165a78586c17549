/**
 * bundle-admin.cjs <checkout> <output folder> <admin sources…>: what `medusa build` does for the
 * admin, with all folders named instead of found, so that nothing in the checkout is written. Runs
 * in a process of its own, because it loads the configuration's TypeScript.
 */
const path = require("node:path");

const [root, outDir, ...sources] = process.argv.slice(2);

require("ts-node").register({ cwd: root });
const { getConfigFile } = require("@medusajs/framework/utils");

async function main() {
  const { configModule, error } = await getConfigFile(root, "medusa-config");
  if (error) throw error;
  const { build } = await import("@medusajs/admin-bundler");
  await build({
    disable: false,
    ...configModule.admin,
    sources,
    plugins: [],
    outDir: path.resolve(outDir),
  });
}

main().then(
  // Its watchers would keep the process.
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
