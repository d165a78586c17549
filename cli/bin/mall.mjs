#!/usr/bin/env node
// The bin `mall`. In a checkout it rebuilds itself when its sources changed; in a published package
// there are no sources, and what was shipped runs.
import("./bootstrap/node-version.cjs").then(({ default: { nodeVersionProblem } }) => {
  const problem = nodeVersionProblem(process.versions.node);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    process.exitCode = 1;
    return undefined;
  }
  return import("./bootstrap/main.mjs").then(({ runMall }) => runMall(process.argv.slice(2)));
});
