/** Why an install is needed, in a few words; undefined when node_modules holds what the lockfile asks for. */
export function installReason(root: string): string | undefined;

/** Remembers that an install with this lockfile went well on this kind of machine. */
export function writeInstallStamp(root: string): void;
