/**
 * The order of suites. First what watches real time on the running shop, while it has the machine to
 * itself; then what takes long; the many short suites fill what is left at the end.
 */
const ORDER = ["http", "e2e", "fault", "process", "module", "property", "unit"];

const rank = (test) => ORDER.indexOf(test.context.config.displayName?.name);

class Sequence {
  sort(tests) {
    return [...tests].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
  }

  /** For `--onlyFailures`, which needs a memory of earlier runs: there is none, so all run. */
  allFailedTests(tests) {
    return this.sort(tests);
  }

  cacheResults() {
    // Nothing is remembered: the order is the same in every run.
  }

  /** For `--shard=1/2`: every second suite, so that each part gets some of every kind. */
  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_, index) => index % shardCount === shardIndex - 1);
  }
}

module.exports = Sequence;
