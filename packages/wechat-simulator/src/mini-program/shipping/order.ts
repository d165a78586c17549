import type { Parcel, Shipping, Transaction } from "../../books/records";
import { toUnixSeconds } from "../../china-time";
import type { SimulatorContext } from "../../context";
import type { Answer, Incoming } from "../../http/exchange";
import { isShippable } from "../../trade/shipping";
import { checkAccessToken } from "../access-token";
import { jsonBody } from "../json-body";
import { findPaidOrder } from "./find-order";
import { orderSchema } from "./upload-schema";

const seconds = (iso: string | undefined): number => toUnixSeconds(new Date(iso ?? 0));

const toParcel = (parcel: Parcel) => ({
  tracking_no: parcel.trackingNo ?? "",
  express_company: parcel.expressCompany ?? "",
  goods_desc: parcel.itemDesc,
  upload_time: seconds(parcel.uploadTime),
  contact: {
    consignor_contact: parcel.consignor ?? "",
    receiver_contact: parcel.receiver ?? "",
  },
});

const toShipping = (shipping: Shipping) => ({
  delivery_mode: shipping.deliveryMode,
  logistics_type: shipping.logisticsType,
  finish_shipping: shipping.finished,
  finish_shipping_count: shipping.finishCount,
  goods_desc: "",
  shipping_list: shipping.parcels.map(toParcel),
});

/** 1 待发货, 2 已发货, 5 已退款; nobody confirms a receipt here, and no money is settled. */
function stateOf(
  { books }: SimulatorContext,
  transaction: Transaction,
  shipping: Shipping | undefined,
): number {
  if (!isShippable(books, transaction)) {
    return 5;
  }
  return shipping?.finished ? 2 : 1;
}

/** POST /wxa/sec/order/get_order?access_token= */
export function shippingOrderHandler(context: SimulatorContext, incoming: Incoming): Answer {
  checkAccessToken(context, incoming.query.get("access_token"));
  const names = jsonBody(incoming, orderSchema);
  const transaction = findPaidOrder(context, incoming, {
    transactionId: names.transaction_id,
    mchId: names.merchant_id,
    outTradeNo: names.merchant_trade_no,
  });
  const shipping = context.books.shipping(transaction.outTradeNo);
  const order = {
    transaction_id: transaction.transactionId,
    merchant_id: context.keyring.mchId,
    sub_merchant_id: "",
    merchant_trade_no: transaction.outTradeNo,
    description: transaction.description,
    paid_amount: transaction.total,
    openid: transaction.openid,
    trade_create_time: seconds(transaction.createdAt),
    pay_time: seconds(transaction.paidAt),
    order_state: stateOf(context, transaction, shipping),
    in_complaint: false,
    ...(shipping && { shipping: toShipping(shipping) }),
  };
  return { status: 200, body: { errcode: 0, errmsg: "ok", order } };
}
