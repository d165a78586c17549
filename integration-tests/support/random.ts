/** Numbers from 0 to below 1, the same ones for the same seed. */
export type Random = () => number;

/** Mulberry32: small, fast, and good enough to choose what happens next. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of the entries, each as often as its weight says. */
export function weighted<Entry>(random: Random, entries: readonly (readonly [number, Entry])[]) {
  let left = random() * entries.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, entry] of entries) {
    left -= weight;
    if (left < 0) return entry;
  }
  throw new RangeError("There is nothing to choose from");
}
