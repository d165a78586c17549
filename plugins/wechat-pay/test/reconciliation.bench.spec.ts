import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createBillReader, type BillKind, type BillRows } from "@mall/wechat";
import { moduleIntegrationTestRunner } from "@medusajs/test-utils";
import { RECONCILIATION_MODULE } from "../src/modules/reconciliation";
import { billDay } from "../src/modules/reconciliation/calendar";
import { ReconciliationDifference } from "../src/modules/reconciliation/models/reconciliation-difference";
import { ReconciliationRun } from "../src/modules/reconciliation/models/reconciliation-run";
import { seenTable } from "../src/modules/reconciliation/seen-table";
import type { ReconciliationModuleService } from "../src/modules/reconciliation/service";
import { WechatPayment } from "../src/modules/wechat-pay/models/wechat-payment";
import { WechatRefund } from "../src/modules/wechat-refund/models/wechat-refund";
import { ourBooks } from "../src/reconciliation/books";
import { compareDay } from "../src/reconciliation/compare";
import type { Query } from "../src/reconciliation/query";
import { seenRows } from "../src/reconciliation/seen";

const ROWS = 100_000;
const GOAL_SECONDS = 60;
/** What a comparison may hold beyond the process's own; it must not grow with the rows. */
const GOAL_HEAP_MIB = 50;
/** How many batches lie between two looks at what is really held, which cost a garbage collection. */
const LOOK_EVERY = 20;
const MIB = 1024 * 1024;
const date = "2026-11-26";
const now = new Date("2026-11-27T02:30:00Z");

const tradeColumns =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const flowColumns =
  "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";

const numberOf = (index: number) => `BENCH${String(index).padStart(24, "0")}`;
const line = (values: string) => `\`${values.replaceAll(",", ",`")}`;

/** Our books have 1 to ROWS, WeChat's 2 to ROWS + 1, and the amount of row 3 is another one. */
const tradeLine = (index: number) => {
  const amount = index === 3 ? "19.91" : "19.90";
  return line(
    `${date} 12:00:00,wx,1900000001,0,,42${String(index)},${numberOf(index)},oA,JSAPI,SUCCESS,OTHERS,CNY,${amount},0.00,0,0,0.00,0.00,,,鲜橙 5 斤,,0.00000,0.00%,${amount},0.00,`,
  );
};
const flowLine = (index: number) => {
  const amount = index === 3 ? "19.91" : "19.90";
  return line(
    `${date} 12:00:00,42${String(index)},43${String(index)},交易,交易,收入,${amount},19.90,system,,${numberOf(index)}`,
  );
};

/** A bill as its lines are read; its summary is WeChat's to prove, and the client's to check. */
async function* bill<Kind extends BillKind>(
  kind: Kind,
  header: string,
  text: (index: number) => string,
): AsyncGenerator<BillRows[Kind]> {
  const reader = createBillReader(kind);
  reader.line(header);
  for (let index = 2; index <= ROWS + 1; index += 1) {
    const row = reader.line(text(index));
    if (row) yield row;
  }
}

moduleIntegrationTestRunner<ReconciliationModuleService>({
  moduleName: RECONCILIATION_MODULE,
  moduleModels: [ReconciliationRun, ReconciliationDifference, WechatPayment, WechatRefund],
  resolve: `${__dirname}/../src/modules/reconciliation`,
  testSuite: ({ service, MikroOrmWrapper: database }) => {
    const query: Query = <Row>(sql: string, values: readonly unknown[]) =>
      database.forkManager().execute<Row[]>(sql, [...values]);

    it(`reconciles ${String(ROWS)} rows in bounded time and memory`, async () => {
      for (const statement of seenTable) await query(statement, []);
      await query(
        `INSERT INTO wechat_payment (id, out_trade_no, payment_session_id, order_id, app_id, mch_id,
           openid, amount, raw_amount, description, expires_at, state, transaction_id, paid_at)
         SELECT 'wxpay_' || i, 'BENCH' || lpad(i::text, 24, '0'), 'payses_' || i, 'order_' || i,
           'wx', '1900000001', 'oA', 19.9, '{"value":"19.9","precision":20}', '订单', now(), 'paid',
           '42' || i, '${date}T12:00:00+08:00'
         FROM generate_series(1, ${String(ROWS)}) AS i`,
        [],
      );
      await query("ANALYZE wechat_payment", []);
      const run = await service.begin(date, now);
      const lease = await service.take(run.id, now);
      if (lease === undefined) throw new Error("The run could not be taken");

      setFlagsFromString("--expose-gc");
      const collectGarbage = runInNewContext("gc") as () => void;
      const heapUsed = () => process.memoryUsage().heapUsed;
      collectGarbage();
      const before = heapUsed();
      let peak = before;
      let held = before;
      let batches = 0;
      const start = performance.now();
      const seen = seenRows(query, run.id);
      const outcome = await compareDay({
        runId: run.id,
        day: billDay(date, now),
        bills: {
          trade: bill("trade", tradeColumns, tradeLine),
          fundFlow: bill("fund_flow", flowColumns, flowLine),
        },
        books: ourBooks(query),
        seen,
        found: async (differences) => {
          await service.extend(lease, now);
          await service.recordDifferences(run.id, differences);
          peak = Math.max(peak, heapUsed());
          batches += 1;
          if (batches % LOOK_EVERY !== 0) return;
          collectGarbage();
          held = Math.max(held, heapUsed());
        },
      });
      await seen.forget();
      await service.finish(lease, outcome, now);
      const seconds = (performance.now() - start) / 1000;
      const mib = (bytes: number) => Math.round(bytes / MIB);
      process.stdout.write(
        `${String(ROWS)} rows: ${String(Math.round(seconds * 10) / 10)} s; heap ${String(mib(before))} MiB before, ` +
          `peak ${String(mib(peak))} MiB, held at most ${String(mib(held - before))} MiB more\n`,
      );

      expect(await service.runOf(run.id)).toMatchObject({
        state: "differences",
        difference_count: 3,
        our_payment_count: ROWS,
        their_payment_count: ROWS,
        our_payment_total: 1_990_000,
        their_payment_total: 1_990_000.01,
        income_total: 1_990_000.01,
      });
      const differences = await service.listReconciliationDifferences({ run_id: run.id });
      expect(differences.map((one) => `${one.class} ${one.out_trade_no}`).sort()).toEqual([
        `amount ${numberOf(3)}`,
        `missing_here ${numberOf(ROWS + 1)}`,
        `missing_there ${numberOf(1)}`,
      ]);
      expect(seconds).toBeLessThan(GOAL_SECONDS);
      expect(mib(held - before)).toBeLessThan(GOAL_HEAP_MIB);
    }, 300_000);
  },
});
