import type { Keyring } from "../keys/keyring";
import type { FlowRow } from "./flow-rows";
import { toBillText, toBillTime, toYuan } from "./text";

/** "资金账单文件格式说明" */
const columns =
  "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号".split(
    ",",
  );
const summaryColumns = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额".split(",");

const sumOf = (rows: FlowRow[]): string =>
  toYuan(Math.abs(rows.reduce((sum, { amount }) => sum + amount, 0)));

/** The text of a fund-flow bill. */
export function flowBillText(rows: FlowRow[], keyring: Keyring): string {
  const income = rows.filter(({ amount }) => amount > 0);
  const expense = rows.filter(({ amount }) => amount < 0);
  const details = rows.map((row) => [
    toBillTime(row.at),
    row.businessId,
    row.flowId,
    row.name,
    row.name,
    row.amount > 0 ? "收入" : "支出",
    toYuan(Math.abs(row.amount)),
    toYuan(row.balance),
    row.name === "交易" ? "system" : `${keyring.mchId}API`,
    "",
    row.voucher,
  ]);
  const counts = [rows, income, expense].map(({ length }) => String(length));
  const [all = "", ins = "", outs = ""] = counts;
  return toBillText(
    { columns, rows: details },
    { columns: summaryColumns, rows: [[all, ins, sumOf(income), outs, sumOf(expense)]] },
  );
}
