/** How often each route was asked and what it answered; since the start or the last reset. */
export class Counters {
  private readonly counts = new Map<string, Map<string, number>>();

  /** @param outcome the HTTP status, or a word where none was sent */
  add(route: string, outcome: string): void {
    const outcomes = this.counts.get(route) ?? new Map<string, number>();
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    this.counts.set(route, outcomes);
  }

  clear(): void {
    this.counts.clear();
  }

  report(): Record<string, Record<string, number>> {
    return Object.fromEntries(
      [...this.counts].map(([route, outcomes]) => [route, Object.fromEntries(outcomes)]),
    );
  }
}
