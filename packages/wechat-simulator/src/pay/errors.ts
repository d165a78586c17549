/** WeChat Pay refuses; becomes `{code, message, detail?}` with the status. */
export class PayError extends Error {
  override readonly name = "PayError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly detail?: Record<string, unknown>,
  ) {
    super(message);
  }
}

/** The documented codes ("公共错误码" and those of orders, refunds and bills). */
export const payErrors = {
  param: (message: string, detail?: Record<string, unknown>) =>
    new PayError(400, "PARAM_ERROR", message, detail),
  invalidRequest: (message: string) => new PayError(400, "INVALID_REQUEST", message),
  appidMchidNotMatch: () =>
    new PayError(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配，请检查后再试"),
  mchNotExists: () => new PayError(400, "MCH_NOT_EXISTS", "商户号不存在"),
  noStatement: () => new PayError(400, "NO_STATEMENT_EXIST", "账单文件不存在"),
  statementCreating: () => new PayError(400, "STATEMENT_CREATING", "账单生成中，请稍后再试"),
  orderClosed: () => new PayError(400, "ORDER_CLOSED", "订单已关闭"),
  sign: (message: string, detail: Record<string, unknown>) =>
    new PayError(401, "SIGN_ERROR", message, detail),
  notEnough: () => new PayError(403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起"),
  outTradeNoUsed: () => new PayError(403, "OUT_TRADE_NO_USED", "商户订单号重复"),
  orderPaid: () => new PayError(403, "ORDERPAID", "该订单已支付"),
  orderNotExist: () => new PayError(404, "ORDER_NOT_EXIST", "订单不存在"),
  resourceNotExists: (message: string) => new PayError(404, "RESOURCE_NOT_EXISTS", message),
  methodNotAllowed: () => new PayError(405, "INVALID_REQUEST", "不支持的请求方法"),
  bodyTooLarge: () => new PayError(413, "PARAM_ERROR", "请求报文过大"),
  bodyEncoded: () => new PayError(415, "PARAM_ERROR", "不支持的Content-Encoding"),
  system: (status = 500) => new PayError(status, "SYSTEM_ERROR", "系统异常，请稍后重试"),
};
