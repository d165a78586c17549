/** Something the person at the keyboard can put right: one sentence, no stack, exit code 1. */
export class BootstrapError extends Error {}
