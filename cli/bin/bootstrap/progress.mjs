// Progress without a library, for what happens before libraries are there.

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const QUIET_INTERVAL_MS = 20_000;

/**
 * Shows that something is going on: a spinner with the seconds on a terminal, otherwise one line at
 * the start and one every 20 seconds.
 *
 * @param {string} title
 * @param {() => string} [detail] a few words on how far it is
 */
export function showProgress(title, detail = () => "") {
  const begin = performance.now();
  const seconds = () => `${Math.floor((performance.now() - begin) / 1000)} s`;
  const text = () => [title, seconds(), detail()].filter((part) => part !== "").join(" · ");
  const timer = process.stdout.isTTY ? spin(text) : beat(title, text);
  return {
    /** Ends with a tick and the time it took, or with a cross. */
    end(good) {
      clearInterval(timer);
      const took = `${((performance.now() - begin) / 1000).toFixed(1)} s`;
      process.stdout.write(`${clearLine()}${good ? "✔" : "✖"} ${title} [${took}]\n`);
    },
  };
}

function spin(text) {
  let frame = 0;
  const draw = () => {
    frame = (frame + 1) % FRAMES.length;
    const room = (process.stdout.columns ?? 80) - 3;
    process.stdout.write(`${clearLine()}${FRAMES[frame]} ${text().slice(0, room)}`);
  };
  draw();
  return setInterval(draw, 100);
}

function beat(title, text) {
  process.stdout.write(`❯ ${title}\n`);
  return setInterval(() => process.stdout.write(`  ${text()}\n`), QUIET_INTERVAL_MS);
}

function clearLine() {
  return process.stdout.isTTY ? "\r\u001b[2K" : "";
}
