const { writeFileSync } = require("node:fs");
const { relative } = require("node:path");

const LONGEST = 10;
/** How a suite says why it is skipped: `[needs Redis: set REDIS_URL]` in its title. */
const NEED = /\[needs ([^\]]+)\]/;

/**
 * Says which suites took longest, and writes the counts, and what skipped tests would have needed,
 * to the file MALL_TEST_TALLY, from which test.mjs prints the closing lines.
 */
class ClosingReporter {
  onRunComplete(_contexts, results) {
    const suites = results.testResults;
    // A suite that fails to load or to set up has no test to blame: it counts as one failure.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    process.stdout.write(`\nLongest suites:\n${longest(suites).join("\n")}\n`);
    if (process.env.MALL_TEST_TALLY) {
      const tally = { passed: results.numPassedTests, failed, skipped, reasons: reasons(suites) };
      writeFileSync(process.env.MALL_TEST_TALLY, JSON.stringify(tally));
    }
  }
}

function longest(suites) {
  return suites
    .map(({ perfStats, testFilePath }) => ({ ms: perfStats.end - perfStats.start, testFilePath }))
    .sort((a, b) => b.ms - a.ms)
    .slice(0, LONGEST)
    .map(({ ms, testFilePath }) => {
      const seconds = String(Math.round(ms / 1000)).padStart(4);
      return `${seconds} s  ${relative(process.cwd(), testFilePath)}`;
    });
}

/** Why tests were skipped, one line for each reason. */
function reasons(suites) {
  const counts = new Map();
  for (const { status, fullName } of suites.flatMap(({ testResults }) => testResults)) {
    if (status !== "pending" && status !== "todo") continue;
    const need = NEED.exec(fullName);
    const reason = need ? `needed ${need[1]}` : "skipped by their author";
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(
    ([reason, count]) => `${count} ${count === 1 ? "test" : "tests"}: ${reason}`,
  );
}

module.exports = ClosingReporter;
