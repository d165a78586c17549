import { emptyBooks, type BooksState } from "./records";

type Serialized<T> = T extends Map<string, infer V> ? [string, V][] : T;

/** The whole state as JSON can carry it. */
export type Snapshot = { [K in keyof BooksState]: Serialized<BooksState[K]> };

export const toSnapshot = (state: BooksState): Snapshot => ({
  ...state,
  persons: [...state.persons],
  transactions: [...state.transactions],
  prepayIds: [...state.prepayIds],
  transactionIds: [...state.transactionIds],
  refunds: [...state.refunds],
  refundIds: [...state.refundIds],
  shipping: [...state.shipping],
  notifications: [...state.notifications],
});

/** A snapshot written before a field existed gets that field's empty value. */
export const fromSnapshot = (snapshot: Snapshot): BooksState => ({
  ...emptyBooks(),
  ...snapshot,
  persons: new Map(snapshot.persons),
  transactions: new Map(snapshot.transactions),
  prepayIds: new Map(snapshot.prepayIds),
  transactionIds: new Map(snapshot.transactionIds),
  refunds: new Map(snapshot.refunds),
  refundIds: new Map(snapshot.refundIds),
  shipping: new Map(snapshot.shipping),
  notifications: new Map(snapshot.notifications),
});
