import type { InferTypeOf } from "@medusajs/framework/types";
import type { ReconciliationDifference } from "../modules/reconciliation/models/reconciliation-difference";
import type { ReconciliationRun } from "../modules/reconciliation/models/reconciliation-run";

type Run = InferTypeOf<typeof ReconciliationRun>;
type Difference = InferTypeOf<typeof ReconciliationDifference>;

/** A run as the admin gets it; amounts in yuan. */
export function runView(run: Run) {
  return {
    id: run.id,
    bill_date: run.bill_date,
    run_number: run.run_number,
    state: run.state,
    our_payment_count: run.our_payment_count,
    our_payment_total: run.our_payment_total,
    their_payment_count: run.their_payment_count,
    their_payment_total: run.their_payment_total,
    our_refund_count: run.our_refund_count,
    our_refund_total: run.our_refund_total,
    their_refund_count: run.their_refund_count,
    their_refund_total: run.their_refund_total,
    movement_count: run.movement_count,
    income_total: run.income_total,
    expense_total: run.expense_total,
    difference_count: run.difference_count,
    error: run.error,
    started_at: run.started_at,
    finished_at: run.finished_at,
  };
}

/** A difference as the admin gets it; amounts in yuan. */
export function differenceView(difference: Difference) {
  return {
    id: difference.id,
    class: difference.class,
    kind: difference.kind,
    bill: difference.bill,
    out_trade_no: difference.out_trade_no,
    out_refund_no: difference.out_refund_no,
    transaction_id: difference.transaction_id,
    order_id: difference.order_id,
    our_amount: difference.our_amount,
    their_amount: difference.their_amount,
    our_state: difference.our_state,
    their_state: difference.their_state,
    resolution: difference.resolution,
  };
}

const words: Record<string, string> = {
  missing_here: "我方缺失",
  missing_there: "微信缺失",
  amount: "金额不符",
  status: "状态不符",
  payment: "支付",
  refund: "退款",
  trade: "交易账单",
  fund_flow: "资金账单",
  paid: "已支付",
  revoked: "已撤销",
  requested: "待提交",
  processing: "退款中",
  succeeded: "已退款",
  abnormal: "退款异常",
  closed: "已关闭",
  repaired: "已补单",
  queued: "待人工处理",
  none: "未处理",
};

/** The header of the export. */
export const csvColumns = [
  "账单日期",
  "差异类型",
  "业务类型",
  "账单",
  "商户订单号",
  "商户退款单号",
  "微信单号",
  "订单",
  "我方金额",
  "微信金额",
  "我方状态",
  "微信状态",
  "处理结果",
];

/** A line of the export. */
export function csvValues(run: Run, difference: Difference): (string | number | null)[] {
  const word = (value: string | null) => (value === null ? null : (words[value] ?? value));
  return [
    run.bill_date,
    word(difference.class),
    word(difference.kind),
    word(difference.bill),
    difference.out_trade_no,
    difference.out_refund_no,
    difference.transaction_id,
    difference.order_id,
    difference.our_amount,
    difference.their_amount,
    word(difference.our_state),
    word(difference.their_state),
    word(difference.resolution),
  ];
}
