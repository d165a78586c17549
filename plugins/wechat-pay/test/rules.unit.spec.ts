import { fen } from "@mall/kernel";
import {
  assertPayable,
  chargeableFen,
  disagreements,
  isPrepayUsable,
  nextAttemptAt,
  nextQueryAt,
  outTradeNoOf,
  paymentTransitions,
  type PaidTransaction,
  type PayableOrder,
} from "../src/modules/wechat-pay/rules";

const now = new Date("2026-11-21T10:00:00Z");
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);

describe("the number of a payment", () => {
  it("is the session id without its prefix, which fits WeChat's 32 characters", () => {
    const number = outTradeNoOf("payses_01JD8Z5V5W8Q9X7Y6T4R3E2W1Q");
    expect(number).toBe("01JD8Z5V5W8Q9X7Y6T4R3E2W1Q");
    expect(number).toMatch(/^[0-9A-Za-z_\-|*]{6,32}$/);
  });
});

describe("an amount that WeChat can take", () => {
  it("is whole fen in CNY", () => {
    expect(chargeableFen("19.90", "cny")).toBe(1990);
  });

  it("is rounded once, half up, where a promotion left a fraction of a fen", () => {
    expect(chargeableFen("58.6185", "cny")).toBe(5862);
  });

  it.each([
    ["0", "cny", "wechat_pay.invalid_amount"],
    ["-1", "cny", "wechat_pay.invalid_amount"],
    ["0.004", "cny", "wechat_pay.invalid_amount"],
    ["10", "usd", "wechat_pay.currency_unsupported"],
  ])("is not %s %s", (amount, currency, code) => {
    expect(() => chargeableFen(amount, currency)).toThrow(expect.objectContaining({ code }));
  });
});

describe("an order to pay", () => {
  const open: PayableOrder = {
    status: "pending",
    session: { status: "pending_authorization", amountFen: fen(1990) },
    totalFen: fen(1990),
    expiresAt: minutes(1),
  };

  it("can be paid while its session waits and its deadline lies ahead", () => {
    expect(() => {
      assertPayable(open, now);
    }).not.toThrow();
  });

  it.each<[string, Partial<PayableOrder>, string]>([
    ["was canceled", { status: "canceled" }, "order_canceled"],
    ["has no WeChat session", { session: undefined }, "not_payable"],
    ["is paid", { session: { status: "authorized", amountFen: fen(1990) } }, "already_paid"],
    ["has a failed session", { session: { status: "error", amountFen: fen(1990) } }, "not_payable"],
    ["costs something else now", { totalFen: fen(1980) }, "amount_changed"],
    ["reached its deadline", { expiresAt: now }, "deadline_passed"],
  ])("that %s is refused with wechat_pay.%3$s", (_, change, code) => {
    expect(() => {
      assertPayable({ ...open, ...change }, now);
    }).toThrow(expect.objectContaining({ code: `wechat_pay.${code}` }));
  });
});

describe("a prepay_id", () => {
  it("is handed out again while the shopper has time to use it", () => {
    expect(isPrepayUsable(now, minutes(109))).toBe(true);
    expect(isPrepayUsable(now, minutes(110))).toBe(false);
  });
});

describe("a success", () => {
  const expected = {
    app_id: "wx1",
    mch_id: "1900000001",
    openid: "oA",
    out_trade_no: "01JD8Z5V5W",
    amountFen: fen(1990),
  };
  const paid: PaidTransaction = {
    appid: "wx1",
    mchid: "1900000001",
    out_trade_no: "01JD8Z5V5W",
    transaction_id: "4200000001",
    trade_state: "SUCCESS",
    payer: { openid: "oA" },
    amount: { total: 1990, currency: "CNY" },
  };

  it("agrees with its payment", () => {
    expect(disagreements(paid, expected)).toEqual([]);
  });

  it.each<[string, Partial<PaidTransaction>, string]>([
    ["another app", { appid: "wx2" }, "appid"],
    ["another merchant", { mchid: "1900000002" }, "mchid"],
    ["another payment", { out_trade_no: "01JD8Z5V5X" }, "out_trade_no"],
    ["another payer", { payer: { openid: "oB" } }, "openid"],
    ["no payer", { payer: undefined }, "openid"],
    ["a fen too little", { amount: { total: 1989, currency: "CNY" } }, "total"],
    ["no amount", { amount: undefined }, "total"],
    ["a fraction", { amount: { total: 1990.5, currency: "CNY" } }, "total"],
    ["another currency", { amount: { total: 1990, currency: "USD" } }, "currency"],
    ["no transaction id", { transaction_id: undefined }, "transaction_id"],
    ["a state that is no success", { trade_state: "NOTPAY" }, "trade_state"],
  ])("with %s is not it", (_, change, field) => {
    expect(disagreements({ ...paid, ...change }, expected)).toContain(field);
  });
});

describe("what is asked again", () => {
  it("is asked soon at first and hourly in the end, never never", () => {
    const delays = Array.from({ length: 20 }, (_, count) => nextQueryAt(count, now).getTime());
    expect(nextQueryAt(0, now).getTime() - now.getTime()).toBe(5_000);
    expect(nextQueryAt(1_000, now).getTime() - now.getTime()).toBe(3_600_000);
    expect([...delays].sort((a, b) => a - b)).toEqual(delays);
  });

  it("is processed again however often it failed", () => {
    expect(nextAttemptAt(0, now).getTime() - now.getTime()).toBe(2_000);
    expect(nextAttemptAt(1_000, now).getTime() - now.getTime()).toBe(900_000);
  });
});

describe("the states of a payment", () => {
  it("are all reachable, and money that came in is final", () => {
    const reached = new Set(["pending"]);
    for (const state of reached) {
      for (const next of paymentTransitions[state as keyof typeof paymentTransitions]) {
        reached.add(next);
      }
    }
    expect([...reached].sort()).toEqual(Object.keys(paymentTransitions).sort());
    expect(paymentTransitions.paid).toEqual([]);
  });
});
