import fc from "fast-check";
import type { Books } from "../../src/books/books";
import { signingModes, type SigningMode } from "../../src/keys/signing-mode";
import { closeOrder } from "../../src/trade/close";
import { findPayable, pay } from "../../src/trade/pay";
import { uploadShipping } from "../../src/trade/shipping";
import { acceptRefund, findRefundable, retryRefund, settleRefund } from "../../src/trade/refund";
import { refundOutcomes, type RefundOutcome } from "../../src/books/refund-state";
import { prepay } from "../../src/trade/prepay";

/** Something that can happen to the books; many do nothing when the state does not allow them. */
export type Operation =
  | { kind: "prepay"; number: number; total: number; other: boolean }
  | { kind: "pay"; number: number; lost: boolean }
  | { kind: "refuse"; number: number }
  | { kind: "close"; number: number }
  | { kind: "refund"; number: number; refund: number; share: number }
  | { kind: "settle"; refund: number; outcome: RefundOutcome; told: boolean }
  | { kind: "retry"; refund: number }
  | { kind: "ship"; number: number; parcel: number; finished: boolean }
  | { kind: "adjust"; share: number }
  | { kind: "attempt"; nth: number; delivered: boolean }
  | { kind: "person"; number: number; unionid: boolean }
  | { kind: "token"; forced: boolean }
  | { kind: "end-token"; revoked: boolean }
  | { kind: "mode"; signing: SigningMode }
  | { kind: "hours"; hours: number }
  | { kind: "reset" };

const number = fc.nat({ max: 6 });
const refund = fc.nat({ max: 9 });
/** Of what there is, in tenths; above ten it is too much. */
const share = fc.integer({ min: 1, max: 12 });
const kind = <K extends string>(value: K) => fc.constant(value);

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: kind("prepay"),
      number,
      total: fc.integer({ min: 1, max: 1_000_000_00 }),
      other: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: kind("pay"), number, lost: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("refuse"), number }) },
  { weight: 2, arbitrary: fc.record({ kind: kind("close"), number }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: kind("refund"), number, refund, share }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kind("settle"),
      refund,
      outcome: fc.constantFrom(...refundOutcomes),
      told: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind("retry"), refund }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind("ship"), number, parcel: fc.nat(2), finished: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind("adjust"), share }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: kind("attempt"), nth: fc.nat(5), delivered: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind("person"), number, unionid: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("token"), forced: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("end-token"), revoked: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kind("mode"), signing: fc.constantFrom(...signingModes) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind("hours"), hours: fc.integer({ min: 1, max: 60 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind("reset") }) },
);

/** By default fast-check would make lists too short for much to happen in them. */
export const operations = fc.array(operation, { maxLength: 60, size: "max" });

interface HandMovedClock {
  now(): Date;
  advance(milliseconds: number): void;
}

const outTradeNo = (of: number): string => `order-${of}`;

function attempt(books: Books, nth: number, delivered: boolean, at: string): void {
  const all = [...books.state.notifications.values()];
  const notification = all[nth % all.length];
  if (notification) {
    books.commit({
      type: "notification-attempted",
      id: notification.id,
      attempt: { at, kind: "scheduled", status: delivered ? 204 : 500 },
      delivered,
      nextAt: at,
    });
  }
}

function payNumber(books: Books, of: number, lost: boolean, now: Date): void {
  const prepayId = books.transaction(outTradeNo(of))?.prepayId ?? "";
  const found = findPayable(books, prepayId, "oPayer", now);
  if ("transaction" in found) {
    pay(books, found.transaction, now, { lost, firstAt: now });
  }
}

const outRefundNo = (of: number): string => `refund-${of}`;

const part = (of: number, tenths: number): number => Math.max(1, Math.ceil((of * tenths) / 10));

function refundNumber(books: Books, step: Extract<Operation, { kind: "refund" }>, now: Date): void {
  const transaction = books.transaction(outTradeNo(step.number));
  const total = transaction?.total ?? 1;
  const request = {
    outTradeNo: outTradeNo(step.number),
    outRefundNo: outRefundNo(step.refund),
    amount: part(total, step.share),
    total,
    notifyUrl: "https://shop.example.cn/r",
  };
  const found = findRefundable(books, request, now);
  const isNew = "transaction" in found && !("existing" in found);
  if (isNew && request.amount <= books.available()) {
    const plan = { outcome: "SUCCESS", dueAt: now } as const;
    acceptRefund(books, found.transaction, request, now, plan);
  }
}

function settle(books: Books, step: Extract<Operation, { kind: "settle" }>, now: Date): void {
  const found = books.refund(outRefundNo(step.refund));
  if (found?.status === "PROCESSING") {
    const sending = step.told ? { lost: false, firstAt: now } : undefined;
    settleRefund(books, found, step.outcome, now, sending);
  }
}

function retry(books: Books, of: number, now: Date): void {
  const found = books.refund(outRefundNo(of));
  if (found?.status === "ABNORMAL") {
    retryRefund(books, found, now);
  }
}

function ship(books: Books, step: Extract<Operation, { kind: "ship" }>, at: string): void {
  const transaction = books.transaction(outTradeNo(step.number));
  if (transaction?.paidAt !== undefined) {
    uploadShipping(books, transaction, transaction.openid, {
      outTradeNo: transaction.outTradeNo,
      logisticsType: 1,
      deliveryMode: 2,
      finished: step.finished,
      parcels: [{ trackingNo: `SF${step.parcel}`, itemDesc: "橙", uploadTime: at }],
    });
  }
}

function adjust(books: Books, tenths: number, at: string): void {
  const amount = part(books.state.balance, tenths) - books.available();
  books.commit({ type: "balance-adjusted", adjustment: { at, amount } });
}

function issueToken(books: Books, forced: boolean, now: Date): void {
  const at = now.toISOString();
  const token = `token-${books.state.accessTokens.length}-${at}`;
  books.commit({
    type: "access-token-issued",
    token: { token, issuedAt: at, expiresAt: at, forced, revoked: false },
  });
}

function endToken(books: Books, revoked: boolean, at: string): void {
  const token = books.state.accessTokens.at(-1)?.token;
  if (token !== undefined) {
    books.commit({ type: "access-token-ended", token, at, revoked });
  }
}

function seePerson(books: Books, of: number, withUnionid: boolean): void {
  const openid = `o${of}`;
  const person = withUnionid ? { openid, unionid: `u${of}` } : { openid };
  books.commit({ type: "person-seen", person });
}

function refuse(books: Books, of: number, at: string): void {
  if (books.transaction(outTradeNo(of))?.state === "NOTPAY") {
    books.commit({ type: "payment-refused", outTradeNo: outTradeNo(of), at });
  }
}

/** Does one operation through the same functions that the routes use. */
export function perform(books: Books, clock: HandMovedClock, step: Operation): void {
  const now = clock.now();
  const at = now.toISOString();
  switch (step.kind) {
    case "prepay":
      prepay(
        books,
        {
          outTradeNo: outTradeNo(step.number),
          openid: "oPayer",
          description: "橙",
          total: step.total,
          notifyUrl: "https://shop.example.cn/n",
          fingerprint: step.other ? "other" : "same",
        },
        now,
      );
      return;
    case "pay":
      payNumber(books, step.number, step.lost, now);
      return;
    case "refuse":
      refuse(books, step.number, at);
      return;
    case "close":
      closeOrder(books, outTradeNo(step.number), now);
      return;
    case "refund":
      refundNumber(books, step, now);
      return;
    case "settle":
      settle(books, step, now);
      return;
    case "retry":
      retry(books, step.refund, now);
      return;
    case "ship":
      ship(books, step, at);
      return;
    case "adjust":
      adjust(books, step.share, at);
      return;
    case "attempt":
      attempt(books, step.nth, step.delivered, at);
      return;
    case "person":
      seePerson(books, step.number, step.unionid);
      return;
    case "token":
      issueToken(books, step.forced, now);
      return;
    case "end-token":
      endToken(books, step.revoked, at);
      return;
    case "mode":
      books.commit({ type: "signing-mode-set", signing: step.signing });
      return;
    case "hours":
      clock.advance(step.hours * 60 * 60 * 1000);
      return;
    case "reset":
      books.commit({ type: "reset" });
      return;
  }
}
