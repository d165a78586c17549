#!/usr/bin/env node
// What `npm start` runs, on a fresh clone too: so nothing here may need node_modules, and nothing
// may be imported before the version of Node is known to be good enough.
import("./bootstrap/node-version.cjs").then(({ default: { nodeVersionProblem } }) => {
  const problem = nodeVersionProblem(process.versions.node);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    process.exitCode = 1;
    return undefined;
  }
  return import("./bootstrap/main.mjs").then(({ startFromCheckout }) =>
    startFromCheckout(process.argv.slice(2)),
  );
});
