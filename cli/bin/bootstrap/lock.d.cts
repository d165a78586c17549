/** A process, told from any other that had or will have the same number. */
export interface KnownProcess {
  pid: number;
  identity: string;
}

/** When the process started, as a text to compare; undefined when it does not live. */
export function processIdentity(pid: number): string | undefined;

/** Whether that very process still lives. */
export function isAlive(known: KnownProcess): boolean;

/** npm and the shell it runs scripts in, when they started this process; otherwise empty. */
export function npmAround(): KnownProcess[];

/**
 * Takes the lock for this process, also from a process that no longer lives; otherwise names the
 * living holder, `ending` when its npm is gone, so that it is about to stop by itself.
 */
export function acquireLock(
  file: string,
): { held: true; release: () => void } | { held: false; pid: number; ending: boolean };
