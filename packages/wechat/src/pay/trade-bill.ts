import {
  type BillFormat,
  countOf,
  fenOf,
  milliFenOf,
  numberOrNone,
  type ReadColumn,
  textOrNone,
  timeOf,
} from "./bill-format";

const COLUMNS = [
  "交易时间",
  "公众账号ID",
  "商户号",
  "特约商户号",
  "设备号",
  "微信订单号",
  "商户订单号",
  "用户标识",
  "交易类型",
  "交易状态",
  "付款银行",
  "货币种类",
  "应结订单金额",
  "代金券金额",
  "微信退款单号",
  "商户退款单号",
  "退款金额",
  "充值券退款金额",
  "退款类型",
  "退款状态",
  "商品名称",
  "商户数据包",
  "手续费",
  "费率",
  "订单金额",
  "申请退款金额",
  "费率备注",
] as const;

/**
 * A row of the trade bill of type ALL: a payment on the day of its success, or a refund on the day
 * it was accepted. A refund's row shows its state as of then and is never written again.
 *
 * Source: WeChat Pay, "交易账单文件格式说明".
 */
export type TradeBillRow = ReturnType<typeof row>;

function row(value: ReadColumn<(typeof COLUMNS)[number]>) {
  return {
    /** RFC 3339 */
    tradedAt: timeOf(value("交易时间")),
    appId: value("公众账号ID"),
    mchId: value("商户号"),
    subMchId: numberOrNone(value("特约商户号")),
    deviceInfo: textOrNone(value("设备号")),
    transactionId: value("微信订单号"),
    outTradeNo: value("商户订单号"),
    openid: value("用户标识"),
    /** Such as `JSAPI`. */
    tradeType: value("交易类型"),
    /** `SUCCESS` of a payment, `REFUND` of a refund, `REVOKED` of a payment taken back. */
    tradeState: value("交易状态"),
    bankType: textOrNone(value("付款银行")),
    currency: value("货币种类"),
    /** What the merchant is paid for: the order less WeChat's own coupons; 0 of a refund. */
    settlementFen: fenOf(value("应结订单金额")),
    couponFen: fenOf(value("代金券金额")),
    refundId: numberOrNone(value("微信退款单号")),
    outRefundNo: numberOrNone(value("商户退款单号")),
    /** What is taken back from the merchant: the refund less WeChat's own coupons. */
    refundFen: fenOf(value("退款金额")),
    couponRefundFen: fenOf(value("充值券退款金额")),
    /** Such as `ORIGINAL`: back the way it was paid. */
    refundType: textOrNone(value("退款类型")),
    /** `SUCCESS`, `PROCESSING`, `FAIL` or `CHANGE`, as of the refund's day. */
    refundStatus: textOrNone(value("退款状态")),
    productName: value("商品名称"),
    attach: textOrNone(value("商户数据包")),
    /** In thousandths of a fen; below zero when a refund gives a fee back. */
    feeMilliFen: milliFenOf(value("手续费")),
    /** Such as `0.60%`. */
    feeRate: value("费率"),
    /** The `total` of the prepay; 0 of a refund. */
    totalFen: fenOf(value("订单金额")),
    /** The `refundFen` that was asked for; 0 of a payment. */
    requestedRefundFen: fenOf(value("申请退款金额")),
    feeRateNote: textOrNone(value("费率备注")),
  };
}

export const TRADE_BILL: BillFormat<TradeBillRow, (typeof COLUMNS)[number]> = {
  columns: COLUMNS,
  freeText: "商品名称",
  row,
  summary: [
    { column: "总交易单数", read: countOf, of: () => 1 },
    { column: "应结订单总金额", read: fenOf, of: (each) => each.settlementFen },
    { column: "退款总金额", read: fenOf, of: (each) => each.refundFen },
    { column: "充值券退款总金额", read: fenOf, of: (each) => each.couponRefundFen },
    { column: "手续费总金额", read: milliFenOf, of: (each) => each.feeMilliFen },
    { column: "订单总金额", read: fenOf, of: (each) => each.totalFen },
    { column: "申请退款总金额", read: fenOf, of: (each) => each.requestedRefundFen },
  ],
};
