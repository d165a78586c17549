import type { FundFlowBillRow, TradeBillRow } from "@mall/wechat";
import { moduleIntegrationTestRunner } from "@medusajs/test-utils";
import { RECONCILIATION_MODULE } from "../src/modules/reconciliation";
import { billDay } from "../src/modules/reconciliation/calendar";
import { ReconciliationDifference } from "../src/modules/reconciliation/models/reconciliation-difference";
import { ReconciliationRun } from "../src/modules/reconciliation/models/reconciliation-run";
import { subjectOf, type Difference } from "../src/modules/reconciliation/rules";
import { seenTable } from "../src/modules/reconciliation/seen-table";
import type { ReconciliationModuleService } from "../src/modules/reconciliation/service";
import { WechatPayment } from "../src/modules/wechat-pay/models/wechat-payment";
import { WechatRefund } from "../src/modules/wechat-refund/models/wechat-refund";
import { ourBooks } from "../src/reconciliation/books";
import { compareDay } from "../src/reconciliation/compare";
import type { Query } from "../src/reconciliation/query";
import { seenRows } from "../src/reconciliation/seen";

const date = "2026-11-26";
const noon = `${date}T12:00:00+08:00`;
const now = new Date("2026-11-27T02:30:00Z");

const traded = (number: string, changes: Partial<TradeBillRow> = {}): TradeBillRow => ({
  tradedAt: noon,
  appId: "wx",
  mchId: "1900000001",
  subMchId: undefined,
  deviceInfo: undefined,
  transactionId: `42${number}`,
  outTradeNo: number,
  openid: "oA",
  tradeType: "JSAPI",
  tradeState: "SUCCESS",
  bankType: undefined,
  currency: "CNY",
  settlementFen: 1990,
  couponFen: 0,
  refundId: undefined,
  outRefundNo: undefined,
  refundFen: 0,
  couponRefundFen: 0,
  refundType: undefined,
  refundStatus: undefined,
  productName: "鲜橙 5 斤",
  attach: undefined,
  feeMilliFen: 0,
  feeRate: "0.00%",
  totalFen: 1990,
  requestedRefundFen: 0,
  feeRateNote: undefined,
  ...changes,
});

const refunded = (number: string, changes: Partial<TradeBillRow> = {}): TradeBillRow =>
  traded(number, {
    tradeState: "REFUND",
    refundStatus: "SUCCESS",
    refundId: `50${number}`,
    outRefundNo: `R${number}`,
    settlementFen: 0,
    totalFen: 0,
    refundFen: 500,
    requestedRefundFen: 500,
    ...changes,
  });

const moved = (businessId: string, amountFen = 1990, businessType = "交易"): FundFlowBillRow => ({
  bookedAt: noon,
  businessId,
  flowId: `1${businessId}`,
  businessName: businessType,
  businessType,
  direction: businessType === "交易" ? "income" : "expense",
  amountFen,
  balanceFen: 0,
  requestedBy: undefined,
  note: undefined,
  voucherId: undefined,
});

async function* rowsOf<Row>(rows: Row[]): AsyncGenerator<Row> {
  yield* rows;
}

moduleIntegrationTestRunner<ReconciliationModuleService>({
  moduleName: RECONCILIATION_MODULE,
  moduleModels: [ReconciliationRun, ReconciliationDifference, WechatPayment, WechatRefund],
  resolve: `${__dirname}/../src/modules/reconciliation`,
  testSuite: ({ MikroOrmWrapper: database }) => {
    const query: Query = <Row>(sql: string, values: readonly unknown[]) =>
      database.forkManager().execute<Row[]>(sql, [...values]);

    const paid = (number: string, paidAt = noon, state = "paid") =>
      query(
        `INSERT INTO wechat_payment (id, out_trade_no, payment_session_id, order_id, app_id, mch_id,
           openid, amount, raw_amount, description, expires_at, state, transaction_id, paid_at)
         VALUES (?, ?, ?, ?, 'wx', '1900000001', 'oA', 19.9, '{"value":"19.9"}', '', now(), ?, ?, ?)`,
        [
          `wxpay_${number}`,
          number,
          `payses_${number}`,
          `order_${number}`,
          state,
          state === "paid" ? `42${number}` : null,
          state === "paid" ? paidAt : null,
        ],
      );

    const compare = async (trade: TradeBillRow[], fundFlow: FundFlowBillRow[]) => {
      const found: Difference[] = [];
      const seen = seenRows(query, "recon_1");
      const outcome = await compareDay({
        runId: "recon_1",
        day: billDay(date, now),
        bills: { trade: rowsOf(trade), fundFlow: rowsOf(fundFlow) },
        books: ourBooks(query),
        seen,
        found: async (differences) => {
          found.push(...differences);
        },
      });
      await seen.forget();
      const said = found.map((one) => `${one.class} ${subjectOf(one)}`);
      return { outcome, differences: said };
    };

    beforeEach(async () => {
      for (const statement of seenTable) await query(statement, []);
    });

    describe("a day of payments", () => {
      it("agrees with bills that say the same, and is counted and summed", async () => {
        for (const number of ["A", "B"]) await paid(number);
        const { outcome, differences } = await compare(
          [traded("A"), traded("B")],
          [moved("42A"), moved("42B"), moved("7", 10, "提现")],
        );
        expect(differences).toEqual([]);
        expect(outcome).toMatchObject({
          ourPayments: { count: 2, sumFen: 3980 },
          theirPayments: { count: 2, sumFen: 3980 },
          movements: { count: 3, incomeFen: 3980, expenseFen: 10 },
        });
      });

      it("is the day in Shanghai, to the second", async () => {
        await paid("EARLY", "2026-11-25T23:59:59+08:00");
        await paid("FIRST", "2026-11-26T00:00:00+08:00");
        await paid("LAST", "2026-11-26T23:59:59+08:00");
        await paid("LATE", "2026-11-27T00:00:00+08:00");
        const { differences } = await compare([], []);
        expect(differences).toEqual(["missing_there payment:FIRST", "missing_there payment:LAST"]);
      });

      it("takes a payment that is not paid with us for one that we miss", async () => {
        await paid("OPEN", noon, "pending");
        const { differences } = await compare([traded("OPEN")], [moved("42OPEN")]);
        expect(differences).toEqual(["missing_here payment:OPEN"]);
      });

      it("finds more of what the bill lacks than fits into one batch", async () => {
        await query(
          `INSERT INTO wechat_payment (id, out_trade_no, payment_session_id, order_id, app_id, mch_id,
             openid, amount, raw_amount, description, expires_at, state, transaction_id, paid_at)
           SELECT 'w' || i, 'N' || i, 's' || i, 'o' || i, 'wx', 'm', 'oA', 1, '{"value":"1"}', '',
             now(), 'paid', 't' || i, ? FROM generate_series(1, 2001) AS i`,
          [noon],
        );
        const { differences } = await compare([], []);
        expect(new Set(differences).size).toBe(2001);
      });
    });

    describe("the movements of money", () => {
      beforeEach(() => paid("A"));

      it("have to be there, with the amount of the trade", async () => {
        expect((await compare([traded("A")], [])).differences).toEqual([
          "missing_there fund_flow:payment:A",
        ]);
        expect((await compare([traded("A")], [moved("42A", 1989)])).differences).toEqual([
          "amount fund_flow:payment:A",
        ]);
      });

      it("may come in parts, and less WeChat's own coupons", async () => {
        const trade = [traded("A", { settlementFen: 1500, couponFen: 490 })];
        const { differences } = await compare(trade, [moved("42A", 1000), moved("42A", 500)]);
        expect(differences).toEqual([]);
      });

      it("of the last minutes of a day may come on the next one", async () => {
        const late = traded("A", { tradedAt: `${date}T23:58:00+08:00` });
        expect((await compare([late], [])).differences).toEqual([]);
      });
    });

    describe("a day of refunds", () => {
      const refund = (number: string, state: string, acceptedAt: string | null = noon) =>
        query(
          `INSERT INTO wechat_refund (id, out_refund_no, refund_id, out_trade_no, amount, raw_amount,
             total, raw_total, state, accepted_at, succeeded_at, next_attempt_at)
           VALUES (?, ?, ?, ?, 5, '{"value":"5"}', 19.9, '{"value":"19.9"}', ?, ?, ?, ?)`,
          [
            `wxref_${number}`,
            `R${number}`,
            `ref_${number}`,
            number,
            state,
            acceptedAt,
            state === "succeeded" ? noon : null,
            ["requested", "processing"].includes(state) ? noon : null,
          ],
        );
      const flow = (number: string) => moved(`50${number}`, 500, "退款");

      it("is compared with our refunds, and lets them have gone on since", async () => {
        await refund("SAME", "succeeded");
        await refund("LATER", "succeeded");
        await refund("OTHER", "closed");
        await refund("ONLY", "processing");
        await refund("UNSENT", "requested", null);
        const { outcome, differences } = await compare(
          [refunded("SAME"), refunded("LATER", { refundStatus: "PROCESSING" }), refunded("OTHER")],
          ["SAME", "LATER", "OTHER"].map(flow),
        );
        expect(differences).toEqual(["status refund:ROTHER", "missing_there refund:RONLY"]);
        expect(outcome).toMatchObject({
          ourRefunds: { count: 4, sumFen: 2000 },
          theirRefunds: { count: 3, sumFen: 1500 },
          movements: { expenseFen: 1500 },
        });
      });
    });
  },
});
