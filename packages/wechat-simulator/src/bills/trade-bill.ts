import type { Keyring } from "../keys/keyring";
import { toBillText, toBillTime, toYuan } from "./text";
import type { TradeBillType, TradeRow } from "./trade-rows";

const identity =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额";
const refund = "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态";

/** "交易账单文件格式说明"; the three types differ in what they say about refunds. */
const columns: Record<TradeBillType, readonly string[]> = {
  ALL: `${identity},${refund},商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注`.split(
    ",",
  ),
  SUCCESS: `${identity},商品名称,商户数据包,手续费,费率,订单金额,费率备注`.split(","),
  REFUND:
    `${identity},退款申请时间,退款成功时间,${refund},商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注`.split(
      ",",
    ),
};

const summaryColumns =
  "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额".split(
    ",",
  );

const NOTHING = toYuan(0);
/** Fees have five decimals; the simulator takes none. */
const NO_FEE = "0.00000";

function valuesOf(row: TradeRow, keyring: Keyring): Record<string, string> {
  const { transaction, paid } = row;
  const refunded = toYuan(row.refund?.amount ?? 0);
  return {
    交易时间: toBillTime(row.at),
    公众账号ID: keyring.appId,
    商户号: keyring.mchId,
    特约商户号: "0",
    设备号: "",
    微信订单号: transaction.transactionId ?? "",
    商户订单号: transaction.outTradeNo,
    用户标识: transaction.openid,
    交易类型: "JSAPI",
    交易状态: row.refund ? "REFUND" : "SUCCESS",
    付款银行: "OTHERS",
    货币种类: "CNY",
    应结订单金额: toYuan(paid),
    代金券金额: NOTHING,
    退款申请时间: row.refund ? toBillTime(row.at) : "",
    退款成功时间: row.refund?.succeededAt === undefined ? "" : toBillTime(row.refund.succeededAt),
    微信退款单号: row.refund?.refundId ?? "0",
    商户退款单号: row.refund?.outRefundNo ?? "0",
    退款金额: refunded,
    充值券退款金额: NOTHING,
    退款类型: row.refund ? "ORIGINAL" : "",
    退款状态: row.refund?.status ?? "",
    商品名称: transaction.description,
    商户数据包: transaction.attach ?? "",
    手续费: NO_FEE,
    费率: "0.00%",
    订单金额: toYuan(paid),
    申请退款金额: refunded,
    费率备注: "",
  };
}

/** The text of a trade bill. */
export function tradeBillText(type: TradeBillType, rows: TradeRow[], keyring: Keyring): string {
  const titles = columns[type];
  const paid = toYuan(rows.reduce((sum, row) => sum + row.paid, 0));
  const refunded = toYuan(rows.reduce((sum, row) => sum + (row.refund?.amount ?? 0), 0));
  const details = rows.map((row) => {
    const values = valuesOf(row, keyring);
    return titles.map((title) => values[title] ?? "");
  });
  const summary = [String(rows.length), paid, refunded, NOTHING, NO_FEE, paid, refunded];
  return toBillText(
    { columns: titles, rows: details },
    { columns: summaryColumns, rows: [summary] },
  );
}
