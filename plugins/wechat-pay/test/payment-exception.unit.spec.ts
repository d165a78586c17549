import { evidenceRows } from "../src/exceptions/evidence";
import { paymentExceptionKinds } from "../src/modules/payment-exception/kinds";
import {
  assertRefundable,
  assertRetryable,
  isRefundable,
  isRetryable,
} from "../src/modules/payment-exception/rules";

const code = (code: string) => expect.objectContaining({ code: `payment_exception.${code}` });

describe("what can be done about an exception", () => {
  it("is a refund where money came in that stands in no order", () => {
    expect(paymentExceptionKinds.filter(isRefundable)).toEqual([
      "success_differs",
      "second_success",
      "unknown_payment",
      "bill_missing_here",
    ]);
  });

  it("is another attempt where WeChat did not carry out a refund of ours", () => {
    expect(paymentExceptionKinds.filter(isRetryable)).toEqual([
      "refund_not_enough",
      "refund_abnormal",
      "refund_refused",
    ]);
  });

  it("is never both: what is asked for again was refunded before", () => {
    expect(paymentExceptionKinds.filter((kind) => isRefundable(kind) && isRetryable(kind))).toEqual(
      [],
    );
  });

  it.each(paymentExceptionKinds)("is refused with a code where %s does not allow it", (kind) => {
    const refund = () => assertRefundable({ kind, state: "open" });
    const retry = () => assertRetryable({ kind, state: "open" });
    if (isRefundable(kind)) expect(refund).not.toThrow();
    else expect(refund).toThrow(code("not_refundable"));
    if (isRetryable(kind)) expect(retry).not.toThrow();
    else expect(retry).toThrow(code("not_retryable"));
  });

  it.each(paymentExceptionKinds)("is nothing any more once %s is decided", (kind) => {
    expect(() => assertRefundable({ kind, state: "resolved" })).toThrow(code("already_resolved"));
    expect(() => assertRetryable({ kind, state: "resolved" })).toThrow(code("already_resolved"));
  });
});

describe("what was seen", () => {
  it("becomes a flat list, with WeChat's fen in yuan", () => {
    const seen = {
      transaction_id: "4200000001",
      amount: { total: 1990, currency: "CNY" },
      expected_fen: 1,
      success_time: "2026-11-21T18:00:00+08:00",
      differs: ["total", "openid"],
    };
    expect(evidenceRows(seen)).toEqual([
      { key: "transaction_id", value: "4200000001", format: "text" },
      { key: "amount.total", value: "19.90", format: "yuan" },
      { key: "amount.currency", value: "CNY", format: "text" },
      { key: "expected_fen", value: "0.01", format: "yuan" },
      { key: "success_time", value: "2026-11-21T18:00:00+08:00", format: "time" },
      { key: "differs", value: "total, openid", format: "text" },
    ]);
  });

  it("has amounts of ours in yuan already", () => {
    const seen = { expected_amount: 19.9, ours: { amount: "0.01" }, theirs: { amount: "none" } };
    expect(evidenceRows(seen)).toEqual([
      { key: "expected_amount", value: "19.9", format: "yuan" },
      { key: "ours.amount", value: "0.01", format: "yuan" },
      { key: "theirs.amount", value: "none", format: "text" },
    ]);
  });

  it.each<[string, unknown, unknown[]]>([
    ["nothing", {}, []],
    ["an empty value", { bank: "" }, [{ key: "bank", value: null, format: "text" }]],
    ["null", { bank: null }, [{ key: "bank", value: null, format: "text" }]],
    ["an empty list", { rows: [] }, [{ key: "rows", value: null, format: "text" }]],
    ["a yes", { closed: true }, [{ key: "closed", value: "true", format: "text" }]],
    [
      "a total that is text",
      { total: "19.90" },
      [{ key: "total", value: "19.90", format: "text" }],
    ],
    ["a broken total", { total: 0.5 }, [{ key: "total", value: "0.5", format: "text" }]],
    [
      "objects in a list",
      { rows: [{ total: 1 }] },
      [{ key: "rows.0.total", value: "0.01", format: "yuan" }],
    ],
  ])("with %s is shown as it is", (_, seen, rows) => {
    expect(evidenceRows(seen)).toEqual(rows);
  });
});
