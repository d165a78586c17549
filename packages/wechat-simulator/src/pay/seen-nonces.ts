import type { Clock } from "../clock";

/** A signature is accepted for five minutes either way, so this long a nonce must be remembered. */
const WINDOW_MS = 10 * 60 * 1000;

/** Remembers the nonces of recent requests in two generations: no timer, bounded memory. */
export class SeenNonces {
  private current = new Set<string>();
  private previous = new Set<string>();
  private turnedAt: number;

  constructor(private readonly clock: Clock) {
    this.turnedAt = clock.now().getTime();
  }

  /** True the first time only. */
  isNew(nonce: string): boolean {
    const now = this.clock.now().getTime();
    if (now - this.turnedAt >= WINDOW_MS) {
      this.previous = now - this.turnedAt >= 2 * WINDOW_MS ? new Set() : this.current;
      this.current = new Set();
      this.turnedAt = now;
    }
    if (this.current.has(nonce) || this.previous.has(nonce)) {
      return false;
    }
    this.current.add(nonce);
    return true;
  }
}
