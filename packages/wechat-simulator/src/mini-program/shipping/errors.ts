import { MiniProgramError } from "../errors";

const error = (errcode: number, text: string) => (): MiniProgramError =>
  new MiniProgramError(errcode, text);

/** The codes of "发货信息录入" and "查询订单发货状态". */
export const shippingErrors = {
  notFound: error(10060001, "支付单不存在"),
  reshipped: error(10060003, "支付单已使用重新发货机会"),
  notShippable: error(10060004, "支付单处于不可发货的状态"),
  logisticsType: error(10060005, "物流类型有误"),
  splitIsExpress: error(10060006, "非快递发货时不允许分拆发货"),
  missingAllDelivered: error(10060007, "分拆发货模式下必须填写 is_all_delivered 字段"),
  missingDescription: error(10060008, "商品描述 item_desc 字段不能为空"),
  descriptionTooLong: error(10060009, "商品描述 item_desc 字段太长"),
  param: (what: string) => new MiniProgramError(10060014, `参数错误: ${what}`),
  unchanged: error(10060023, "发货信息未更新"),
  tooManyParcels: error(10060024, "物流信息列表太长"),
  companyTooLong: error(10060025, "物流公司编码太长"),
  trackingNoTooLong: error(10060026, "物流单号太长"),
  foreignOpenid: error(10060031, "该笔支付单不属于 openid 所指定的用户"),
  orderNumberType: error(268485194, "订单单号类型非法"),
  missingTransactionId: error(268485195, "微信支付单号形式下 transaction_id 字段不能为空"),
  missingMchid: error(268485196, "商户侧单号形式下 mchid 字段不能为空"),
  missingOutTradeNo: error(268485197, "商户侧单号形式下 out_trade_no 字段不能为空"),
  uploadTime: error(268485216, "上传时间非法，请按照 RFC 3339 格式填写"),
  deliveryMode: error(268485224, "发货模式非法"),
  missingTrackingNo: error(268485226, "物流单号不能为空"),
  missingCompany: error(268485227, "物流公司编码不能为空"),
  unifiedIsOne: error(268485228, "统一发货模式下，物流信息列表长度必须为 1"),
};
