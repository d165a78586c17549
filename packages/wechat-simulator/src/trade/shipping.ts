import { isDeepStrictEqual } from "node:util";
import type { Books } from "../books/books";
import type { Parcel, Shipping, Transaction } from "../books/records";

/** "仅可重新发货一次": an order can be finished twice. */
const MOST_FINISHES = 2;

export type ShippingUpload = Omit<Shipping, "finishCount">;

export type ShippingRefusal = "foreign-openid" | "not-shippable" | "reshipped" | "unchanged";

const facts = ({ uploadTime: _, ...parcel }: Parcel): Omit<Parcel, "uploadTime"> => parcel;

const isKnown = (parcels: readonly Parcel[], parcel: Parcel): boolean =>
  parcels.some((known) => isDeepStrictEqual(facts(known), facts(parcel)));

/** While an order is shipped in parts, each upload adds its parcels; else it replaces them. */
function parcelsAfter(existing: Shipping | undefined, upload: ShippingUpload): Parcel[] {
  const adds = existing && !existing.finished && upload.deliveryMode === 2;
  const kept = adds && existing.deliveryMode === 2 ? existing.parcels : [];
  return [...kept, ...upload.parcels.filter((parcel) => !isKnown(kept, parcel))];
}

const isSame = (existing: Shipping, next: Shipping): boolean =>
  existing.logisticsType === next.logisticsType &&
  existing.deliveryMode === next.deliveryMode &&
  existing.finished === next.finished &&
  isDeepStrictEqual(existing.parcels.map(facts), next.parcels.map(facts));

/** Whether the merchant still has something to ship for this order. */
export const isShippable = (books: Books, transaction: Transaction): boolean =>
  books.refundable(transaction) > 0;

/** Takes down how a paid order was shipped. */
export function uploadShipping(
  books: Books,
  transaction: Transaction,
  openid: string,
  upload: ShippingUpload,
): ShippingRefusal | undefined {
  if (transaction.openid !== openid) {
    return "foreign-openid";
  }
  if (!isShippable(books, transaction)) {
    return "not-shippable";
  }
  const existing = books.shipping(transaction.outTradeNo);
  const parcels = parcelsAfter(existing, upload);
  const finishCount = (existing?.finishCount ?? 0) + (upload.finished ? 1 : 0);
  const shipping: Shipping = { ...upload, parcels, finishCount };
  if (existing && isSame(existing, shipping)) {
    return "unchanged";
  }
  if (existing?.finished && existing.finishCount >= MOST_FINISHES) {
    return "reshipped";
  }
  books.commit({ type: "shipping-uploaded", shipping });
  return undefined;
}
