import {
  type BillFormat,
  countOf,
  fenOf,
  malformedBill,
  type ReadColumn,
  textOrNone,
  timeOf,
} from "./bill-format";

const COLUMNS = [
  "记账时间",
  "微信支付业务单号",
  "资金流水单号",
  "业务名称",
  "业务类型",
  "收支类型",
  "收支金额(元)",
  "账户结余(元)",
  "资金变更提交申请人",
  "备注",
  "业务凭证号",
] as const;

/**
 * A row of the fund-flow bill: one movement on one account of the merchant.
 *
 * Source: WeChat Pay, "资金账单文件格式说明".
 */
export type FundFlowBillRow = ReturnType<typeof row>;

function row(value: ReadColumn<(typeof COLUMNS)[number]>) {
  return {
    /** RFC 3339 */
    bookedAt: timeOf(value("记账时间")),
    /** The number of what moved the money: a transaction id, a refund id. */
    businessId: value("微信支付业务单号"),
    /** The number of the movement. */
    flowId: value("资金流水单号"),
    /** Such as `交易`, `退款`. */
    businessName: value("业务名称"),
    /** Such as `交易`, `退款`, `扣除交易手续费`. */
    businessType: value("业务类型"),
    direction: directionOf(value("收支类型")),
    /** Never below zero: see `direction`. */
    amountFen: fenOf(value("收支金额(元)")),
    /** On the account after the movement. */
    balanceFen: fenOf(value("账户结余(元)")),
    /** Who asked for it, such as `system` or `1900000001API`. */
    requestedBy: textOrNone(value("资金变更提交申请人")),
    note: textOrNone(value("备注")),
    /** The merchant's own number, where there is one. */
    voucherId: textOrNone(value("业务凭证号")),
  };
}

function directionOf(text: string): "income" | "expense" {
  if (text === "收入") return "income";
  if (text === "支出") return "expense";
  throw malformedBill(`"${text.slice(0, 40)}" is neither income nor expense`);
}

const when =
  (direction: "income" | "expense", of: (each: FundFlowBillRow) => number) =>
  (each: FundFlowBillRow) => (each.direction === direction ? of(each) : 0);
const one = () => 1;
const amount = (each: FundFlowBillRow) => each.amountFen;

export const FUND_FLOW_BILL: BillFormat<FundFlowBillRow, (typeof COLUMNS)[number]> = {
  columns: COLUMNS,
  freeText: "备注",
  row,
  summary: [
    { column: "资金流水总笔数", read: countOf, of: one },
    { column: "收入笔数", read: countOf, of: when("income", one) },
    { column: "收入金额", read: fenOf, of: when("income", amount) },
    { column: "支出笔数", read: countOf, of: when("expense", one) },
    { column: "支出金额", read: fenOf, of: when("expense", amount) },
  ],
};
