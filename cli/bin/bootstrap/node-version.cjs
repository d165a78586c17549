"use strict";

/**
 * Why this version of Node cannot run the project, as one sentence; undefined when it can.
 * Syntax that old versions of Node know, because they are the ones that read it to the end.
 *
 * @param {string} version as in process.versions.node
 * @returns {string | undefined}
 */
function nodeVersionProblem(version) {
  const parts = version.split(".").map(Number);
  const major = parts[0];
  const minor = parts[1];
  const good = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (good) {
    return undefined;
  }
  return (
    "mall needs Node.js 20.19 or newer within 20, or 22.12 and newer; this is " +
    version +
    ": install a newer one and run the command again."
  );
}

module.exports = { nodeVersionProblem };
