/** Why this version of Node cannot run the project, as one sentence; undefined when it can. */
export function nodeVersionProblem(version: string): string | undefined;
