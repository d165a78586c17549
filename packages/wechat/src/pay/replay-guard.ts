const MAX_REMEMBERED = 50_000;

/**
 * Remembers which answers were taken, so that a recorded one cannot be played back while its
 * timestamp is still fresh.
 *
 * Answers only: a signed answer does not name the request it belongs to. A notification names its
 * own id, on which the inbox is unique across all processes; and refusing a repetition here would
 * refuse a redelivery after a failed write, which is how payments get lost.
 */
export class ReplayGuard {
  readonly #expiries = new Map<string, number>();

  constructor(private readonly rememberMs: number) {}

  /** Whether this is the first time; remembers it from now on. */
  admit(key: string, now: Date): boolean {
    const time = now.getTime();
    for (const [old, expiry] of this.#expiries) {
      // The map is in order of insertion, so the first one that is kept ends the search.
      if (expiry > time && this.#expiries.size < MAX_REMEMBERED) break;
      this.#expiries.delete(old);
    }
    if (this.#expiries.has(key)) return false;
    this.#expiries.set(key, time + this.rememberMs);
    return true;
  }
}
