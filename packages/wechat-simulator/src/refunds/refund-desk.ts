import type { Books } from "../books/books";
import type { Refund, Transaction } from "../books/records";
import type { RefundOutcome } from "../books/refund-state";
import type { Clock } from "../clock";
import type { Faults, Occasion } from "../faults/faults";
import { firstSending } from "../notifications/notification-faults";
import type { Notifier } from "../notifications/notifier";
import { acceptRefund, retryRefund, settleRefund, type RefundRequest } from "../trade/refund";

export interface RefundDeskParts {
  books: Books;
  faults: Faults;
  notifier: Notifier;
  clock: Clock;
  /** How long the processing takes, the time scale included. */
  processingMs: number;
}

/** Ends each refund's processing when its time has come. */
export class RefundDesk {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private stopped = false;

  constructor(private readonly parts: RefundDeskParts) {}

  /** Takes up every refund still processing, for instance from before a crash. */
  resume(): void {
    for (const refund of this.parts.books.state.refunds.values()) {
      this.schedule(refund);
    }
  }

  /** Takes a refund on; the faults in force decide how it will end. */
  accept(transaction: Transaction, request: RefundRequest, occasion: Occasion): Refund {
    const { books, faults, clock } = this.parts;
    // Each is asked every time, so that no fault's luck depends on another's.
    const stuck = faults.strikes("refund_stuck", occasion);
    const abnormal = faults.strikes("refund_abnormal", occasion);
    const closed = faults.strikes("refund_closed", occasion);
    const refund = acceptRefund(books, transaction, request, clock.now(), {
      outcome: abnormal ? "ABNORMAL" : closed ? "CLOSED" : "SUCCESS",
      dueAt: stuck ? null : this.due(),
    });
    this.schedule(refund);
    return refund;
  }

  /** Processes an abnormal refund once more. */
  retry(refund: Refund): void {
    retryRefund(this.parts.books, refund, this.due());
    this.schedule(refund);
  }

  /** Ends the processing now. */
  settle(refund: Refund, outcome: RefundOutcome): void {
    clearTimeout(this.timers.get(refund.outRefundNo));
    this.timers.delete(refund.outRefundNo);
    const { books, faults, notifier, clock } = this.parts;
    const { notifyUrl } = refund;
    const now = clock.now();
    const sending = notifyUrl === undefined ? undefined : firstSending(faults, notifyUrl, now);
    const notification = settleRefund(books, refund, outcome, now, sending);
    if (notification) {
      notifier.announce(notification);
    }
  }

  /** What a request still accepts while the server closes waits for the next start. */
  stop(): void {
    this.stopped = true;
    this.clear();
  }

  /** Forgets all timers: the books were emptied. */
  clear(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
  }

  private due(): Date {
    return new Date(this.parts.clock.now().getTime() + this.parts.processingMs);
  }

  private schedule(refund: Refund): void {
    if (this.stopped || refund.status !== "PROCESSING" || refund.dueAt === null) {
      return;
    }
    const wait = Date.parse(refund.dueAt) - this.parts.clock.now().getTime();
    const end = (): void => this.settle(refund, refund.outcome);
    this.timers.set(refund.outRefundNo, setTimeout(end, Math.max(0, wait)));
  }
}
