import type { Books } from "../books/books";
import type { AttemptKind, Notification } from "../books/records";
import type { Clock } from "../clock";
import type { Faults } from "../faults/faults";
import type { Keyring } from "../keys/keyring";
import type { SigningKeys } from "../keys/signing-mode";
import { changesByFault, occasionOf } from "./notification-faults";
import { composeLetter } from "./letter";
import { isReceived, post, type MerchantAnswer } from "./post";
import { nextAttemptAt } from "./schedule";
import { subjectOf, type Subject } from "./subject";
import { isHonest, noChanges, type LetterChanges } from "./tamper";

export interface NotifierParts {
  books: Books;
  keyring: Keyring;
  signingKeys: SigningKeys;
  faults: Faults;
  clock: Clock;
  timeScale: number;
}

/** Sends what the books say is owed, and repeats it on WeChat's schedule until it is received. */
export class Notifier {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly stopping = new AbortController();
  /** The notification held back by the reorder fault, if there is one. */
  private held: string | undefined;

  constructor(private readonly parts: NotifierParts) {}

  /** Takes up everything undelivered, for instance from before a crash. */
  resume(): void {
    for (const notification of this.parts.books.state.notifications.values()) {
      this.schedule(notification);
    }
  }

  /** Sends a new notification as soon as it is due. */
  announce(notification: Notification): void {
    const { faults } = this.parts;
    const { notifyUrl } = this.subjectOf(notification);
    const reorder =
      notification.nextAt !== null &&
      this.held === undefined &&
      faults.strikes("reorder_notifications", occasionOf(notifyUrl));
    if (reorder) {
      this.held = notification.id;
      this.setTimer(notification.id, reorder.ms);
      return;
    }
    this.schedule(notification);
  }

  /** Forgets all timers: the books were emptied. */
  clear(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
    this.held = undefined;
  }

  stop(): void {
    this.stopping.abort();
    this.clear();
  }

  /**
   * Sends one letter now, whatever the schedule says. An honest letter counts as an attempt; a
   * changed one leaves no trace in the books.
   */
  async sendNow(
    notification: Notification,
    changes: LetterChanges = noChanges,
  ): Promise<MerchantAnswer> {
    const answer = await this.send(notification, this.subjectOf(notification), changes);
    if (isHonest(changes)) {
      this.record(notification.id, "manual", answer);
    }
    return answer;
  }

  private subjectOf(notification: Notification): Subject {
    return subjectOf(this.parts.books, this.parts.keyring, notification);
  }

  private schedule(notification: Notification): void {
    if (notification.nextAt !== null && !notification.delivered) {
      const wait = Date.parse(notification.nextAt) - this.parts.clock.now().getTime();
      this.setTimer(notification.id, Math.max(0, wait));
    }
  }

  private setTimer(id: string, milliseconds: number): void {
    clearTimeout(this.timers.get(id));
    const timer = setTimeout(() => void this.attempt(id), milliseconds);
    this.timers.set(id, timer);
  }

  private async attempt(id: string): Promise<void> {
    this.timers.delete(id);
    if (this.held === id) {
      this.held = undefined;
    }
    const { books, faults } = this.parts;
    const notification = books.state.notifications.get(id);
    if (!notification || notification.delivered) {
      return;
    }
    const subject = this.subjectOf(notification);
    const occasion = occasionOf(subject.notifyUrl);
    const changes = changesByFault(faults, occasion);
    const copies = faults.strikes("duplicate_notification", occasion)?.times ?? 0;
    const kinds: AttemptKind[] = ["scheduled", ...Array<AttemptKind>(copies).fill("duplicate")];
    await Promise.all(
      kinds.map(async (kind) =>
        this.record(id, kind, await this.send(notification, subject, changes)),
      ),
    );
    this.releaseHeld();
  }

  private send(
    notification: Notification,
    subject: Subject,
    changes: LetterChanges,
  ): Promise<MerchantAnswer> {
    const { keyring, signingKeys, clock } = this.parts;
    const sealing = { signer: signingKeys.next(), now: clock.now() };
    const letter = composeLetter(notification, subject, keyring, sealing, changes);
    return post(subject.notifyUrl, letter, this.stopping.signal);
  }

  private record(id: string, kind: AttemptKind, answer: MerchantAnswer): void {
    const { books, clock, timeScale } = this.parts;
    const notification = books.state.notifications.get(id);
    // After a stop the attempt counts as not made; after a reset there is nothing to record it on.
    if (!notification || this.stopping.signal.aborted) {
      return;
    }
    const now = clock.now();
    const scheduled = notification.attempts.filter((attempt) => attempt.kind === "scheduled");
    const next =
      kind === "scheduled"
        ? (nextAttemptAt(scheduled.length + 1, now, timeScale)?.toISOString() ?? null)
        : notification.nextAt;
    const { status, error } = answer;
    books.commit({
      type: "notification-attempted",
      id,
      attempt: { at: now.toISOString(), kind, status, ...(error !== undefined && { error }) },
      delivered: isReceived(answer),
      nextAt: next,
    });
    if (notification.delivered) {
      clearTimeout(this.timers.get(id));
      this.timers.delete(id);
    } else if (kind === "scheduled") {
      this.schedule(notification);
    }
  }

  private releaseHeld(): void {
    if (this.held !== undefined) {
      this.setTimer(this.held, 0);
    }
  }
}
