import { z } from "zod";
import type { SimulatorContext } from "../../context";
import type { Answer, Incoming } from "../../http/exchange";
import { uploadShipping, type ShippingRefusal, type ShippingUpload } from "../../trade/shipping";
import { checkAccessToken } from "../access-token";
import type { MiniProgramError } from "../errors";
import { jsonBody } from "../json-body";
import { shippingErrors } from "./errors";
import { findPaidOrder } from "./find-order";
import { checkUpload, parseUpload, type Upload } from "./upload-schema";

const refusals: Record<ShippingRefusal, () => MiniProgramError> = {
  "foreign-openid": shippingErrors.foreignOpenid,
  "not-shippable": shippingErrors.notShippable,
  reshipped: shippingErrors.reshipped,
  unchanged: shippingErrors.unchanged,
};

function toShipping(upload: Upload, outTradeNo: string): ShippingUpload {
  const uploadTime = new Date(upload.upload_time ?? "").toISOString();
  return {
    outTradeNo,
    logisticsType: upload.logistics_type ?? 0,
    deliveryMode: upload.delivery_mode ?? 0,
    finished: upload.delivery_mode === 1 || upload.is_all_delivered === true,
    parcels: upload.shipping_list.map((parcel) => ({
      ...(parcel.tracking_no && { trackingNo: parcel.tracking_no }),
      ...(parcel.express_company && { expressCompany: parcel.express_company }),
      itemDesc: parcel.item_desc ?? "",
      ...(parcel.contact?.consignor_contact && { consignor: parcel.contact.consignor_contact }),
      ...(parcel.contact?.receiver_contact && { receiver: parcel.contact.receiver_contact }),
      uploadTime,
    })),
  };
}

/** POST /wxa/sec/order/upload_shipping_info?access_token= */
export function uploadShippingHandler(context: SimulatorContext, incoming: Incoming): Answer {
  checkAccessToken(context, incoming.query.get("access_token"));
  const upload = parseUpload(jsonBody(incoming, z.unknown()));
  checkUpload(upload);
  const { order_number_type: type, transaction_id, mchid, out_trade_no } = upload.order_key;
  const transaction = findPaidOrder(
    context,
    incoming,
    type === 2 ? { transactionId: transaction_id } : { mchId: mchid, outTradeNo: out_trade_no },
  );
  const refused = uploadShipping(
    context.books,
    transaction,
    upload.payer.openid,
    toShipping(upload, transaction.outTradeNo),
  );
  if (refused !== undefined) {
    throw refusals[refused]();
  }
  return { status: 200, body: { errcode: 0, errmsg: "ok" } };
}
