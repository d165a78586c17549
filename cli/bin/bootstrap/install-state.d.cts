/** What has to be installed, and how; undefined when node_modules holds what the lockfile asks for. */
export function installNeed(
  root: string,
): { reason: string; how: "clean" | "repair" | "update" } | undefined;

/** Remembers that an install with this lockfile went well on this kind of machine. */
export function writeInstallStamp(root: string): void;
