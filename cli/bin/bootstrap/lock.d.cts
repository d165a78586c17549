/** What tells a process from any other that had or will have the same number; undefined when it does not live. */
export function processIdentity(pid: number): string | undefined;

/** Takes the lock for this process, also from a process that no longer lives; otherwise names the living holder. */
export function acquireLock(
  file: string,
): { held: true; release: () => void } | { held: false; pid: number };
