import { spawnSync } from "node:child_process";

/**
 * Runs the health check of a service here, as Docker does in its container.
 *
 * @param test `["CMD", …]` or `["CMD-SHELL", "…"]`
 * @param rewrite makes addresses of the container those of this machine
 * @returns its exit code and what it said
 */
export function checkHealth(
  test: readonly string[],
  rewrite: (text: string) => string,
  env: NodeJS.ProcessEnv,
  cwd?: string,
): { status: number | null; output: string } {
  const [kind, ...words] = test.map((word, index) => (index === 0 ? word : rewrite(word)));
  const [command = "", ...args] = kind === "CMD-SHELL" ? ["sh", "-c", ...words] : words;
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    encoding: "utf8",
    timeout: 10_000,
  });
  return { status, output: error ? error.message : stdout + stderr };
}
