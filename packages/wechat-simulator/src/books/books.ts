import { applyEvent } from "./apply";
import type { BooksEvent } from "./events";
import { assertBalanced, assertLegal, availableIn, refundedOf } from "./legality";
import type { BooksState, Refund, Shipping, Transaction } from "./records";
import { toSnapshot, type Snapshot } from "./snapshot";

/** Where events go before they count. */
export interface EventLog {
  /** Keeps the event for good, or throws and keeps nothing of it. */
  append(event: BooksEvent): void;
  /** Called after each event; the log may begin anew from the snapshot that it asks for. */
  compact(snapshot: () => Snapshot): void;
  close(): void;
}

/** A log for books that live in memory only. */
const forgetfulLog: EventLog = { append: () => {}, compact: () => {}, close: () => {} };

/**
 * The simulator's record of everything. Reading is free; the one way to change it is {@link commit},
 * which is synchronous: whoever checks and commits in one turn of the event loop is alone.
 */
export class Books {
  constructor(
    readonly state: Readonly<BooksState>,
    private readonly log: EventLog = forgetfulLog,
  ) {}

  /**
   * Checks the event, writes it to the log, then lets it count.
   *
   * @throws BooksError when the event does not fit the state
   */
  commit(event: BooksEvent): void {
    assertLegal(this.state, event);
    this.log.append(event);
    applyEvent(this.state, event);
    assertBalanced(this.state);
    this.log.compact(() => toSnapshot(this.state));
  }

  transaction(outTradeNo: string): Transaction | undefined {
    return this.state.transactions.get(outTradeNo);
  }

  transactionByPrepayId(prepayId: string): Transaction | undefined {
    return this.transaction(this.state.prepayIds.get(prepayId) ?? "");
  }

  transactionById(transactionId: string): Transaction | undefined {
    return this.transaction(this.state.transactionIds.get(transactionId) ?? "");
  }

  refund(outRefundNo: string): Refund | undefined {
    return this.state.refunds.get(outRefundNo);
  }

  refundById(refundId: string): Refund | undefined {
    return this.refund(this.state.refundIds.get(refundId) ?? "");
  }

  /** Fen of the transaction that can still be refunded. */
  refundable(transaction: Transaction): number {
    return transaction.total - refundedOf(this.state, transaction);
  }

  /** Fen from which a refund can be paid. */
  available(): number {
    return availableIn(this.state);
  }

  shipping(outTradeNo: string): Shipping | undefined {
    return this.state.shipping.get(outTradeNo);
  }

  close(): void {
    this.log.close();
  }
}
