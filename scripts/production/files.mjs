import { existsSync, renameSync, rmSync } from "node:fs";

/** Puts a finished folder in the place of another one. */
export function replaceFolder(from, to) {
  const old = `${to}.old.${process.pid}`;
  if (existsSync(to)) renameSync(to, old);
  renameSync(from, to);
  rmSync(old, { recursive: true, force: true });
}
