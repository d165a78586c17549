/**
 * Brings the database up to date; `MALL_SEED=true` then fills it with the demo shop. Both may run
 * any number of times. To be run once per deployment, before the new servers start.
 */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const home = join(dirname(fileURLToPath(import.meta.url)), "..");

medusa("db:migrate", "--execute-safe-links", "--execute-safe-search", "--skip-scripts");
// By itself, because db:migrate ignores whether the scripts went well.
medusa("db:migrate:scripts");
if (process.env.MALL_SEED === "true") medusa("exec", "./src/seed/index.js");

function medusa(...args) {
  const cli = join(home, "node_modules", "@medusajs", "cli", "cli.js");
  const { status, signal } = spawnSync(process.execPath, [cli, ...args], {
    cwd: home,
    stdio: "inherit",
  });
  if (status === 0) return;
  console.error(`medusa ${args[0]} ${signal ? `was stopped by ${signal}` : `failed (${status})`}`);
  process.exit(status ?? 1);
}
