import type { Clock } from "../clock";

const MINUTE_MS = 60 * 1000;
const PER_MINUTE = 100;

/** "每个用户每分钟 100 次", counted by the clock's minute. */
export class LoginRate {
  private minute = 0;
  private readonly counts = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  allows(openid: string): boolean {
    const minute = Math.floor(this.clock.now().getTime() / MINUTE_MS);
    if (minute !== this.minute) {
      this.minute = minute;
      this.counts.clear();
    }
    const count = (this.counts.get(openid) ?? 0) + 1;
    this.counts.set(openid, count);
    return count <= PER_MINUTE;
  }
}
