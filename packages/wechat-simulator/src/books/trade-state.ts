/** The states of a transaction that a JSAPI order can reach; WeChat's own words. */
export const tradeStates = ["NOTPAY", "SUCCESS", "CLOSED", "REFUND"] as const;
export type TradeState = (typeof tradeStates)[number];

/** Which state may follow which; a state that nothing follows is final. */
export const transitions: Readonly<Record<TradeState, readonly TradeState[]>> = {
  NOTPAY: ["SUCCESS", "CLOSED"],
  SUCCESS: ["REFUND"],
  CLOSED: [],
  REFUND: [],
};

/** WeChat's `trade_state_desc`. */
export const tradeStateDescriptions: Readonly<Record<TradeState, string>> = {
  NOTPAY: "订单未支付",
  SUCCESS: "支付成功",
  CLOSED: "订单已关闭",
  REFUND: "转入退款",
};

export const mayBecome = (from: TradeState, to: TradeState): boolean =>
  transitions[from].includes(to);
