import type { Transaction } from "../books/records";
import { tradeStateDescriptions } from "../books/trade-state";
import { toChinaTime } from "../china-time";
import type { Keyring } from "../keys/keyring";

/** What only a paid order has; WeChat leaves it out of the others. */
const paidFields = (transaction: Transaction) => ({
  transaction_id: transaction.transactionId,
  trade_type: "JSAPI",
  bank_type: "OTHERS",
  success_time: toChinaTime(new Date(transaction.paidAt ?? 0)),
  payer: { openid: transaction.openid },
});

const paidAmount = (transaction: Transaction) => ({
  payer_total: transaction.total,
});

/** A transaction as WeChat's query and its notification tell it; amounts in fen. */
export function toTransactionView(
  transaction: Transaction,
  keyring: Pick<Keyring, "appId" | "mchId">,
  state = transaction.state,
) {
  const paid = transaction.paidAt !== undefined;
  return {
    appid: keyring.appId,
    mchid: keyring.mchId,
    out_trade_no: transaction.outTradeNo,
    trade_state: state,
    trade_state_desc: tradeStateDescriptions[state],
    attach: transaction.attach ?? "",
    ...(paid ? paidFields(transaction) : {}),
    amount: {
      total: transaction.total,
      ...(paid ? paidAmount(transaction) : {}),
      currency: "CNY",
      payer_currency: "CNY",
    },
    promotion_detail: [],
  };
}
