import { z } from "zod";
import { WechatApiError, WechatMalformedError } from "../errors";
import { rfc3339Millis } from "../rfc3339";
import type { ApiCall } from "./api";
import { requireShippingInfo, requireShippingOrderKey, type ShippingInfo } from "./shipping-input";
import { type ShippingOrder, shippingOrderAnswer, type ShippingOrderKey } from "./shipping-order";

/** 发货信息管理: what a trading mini-program has to tell WeChat before it gets its money. */
export interface ShippingCalls {
  /**
   * 发货信息录入. The same information may be uploaded again; an upload of other information to a
   * shipped order works once.
   *
   * @returns "unchanged" when WeChat had it already (its errcode 10060023), which is a success
   * @throws WechatApiError `10060001` (retryable): no such payment, which is normal for about a
   *   minute after it; `10060002` and `10060003`: already shipped, no more changes
   * @throws RangeError when WeChat's limits are broken; nothing was sent
   */
  uploadShippingInfo(info: ShippingInfo): Promise<"uploaded" | "unchanged">;
  /** 查询订单发货状态. @throws WechatApiError `10060001` as `uploadShippingInfo` */
  getOrder(key: ShippingOrderKey): Promise<ShippingOrder>;
}

const UNCHANGED = "10060023";
const done = z.object({ errcode: z.literal(0) });

/** Makes a call with an access token. */
type Post = <Answer>(call: Pick<ApiCall<Answer>, "path" | "body" | "answer">) => Promise<Answer>;

export function shippingCalls(post: Post): ShippingCalls {
  return {
    async uploadShippingInfo(info) {
      requireShippingInfo(info);
      try {
        await post({
          path: "/wxa/sec/order/upload_shipping_info",
          body: uploadBody(info),
          answer: done,
        });
        return "uploaded";
      } catch (error) {
        if (error instanceof WechatApiError && error.code === UNCHANGED) return "unchanged";
        throw error;
      }
    },
    async getOrder(key) {
      requireShippingOrderKey(key);
      const { order } = await post({
        path: "/wxa/sec/order/get_order",
        body:
          "transactionId" in key
            ? { transaction_id: key.transactionId }
            : { merchant_id: key.mchId, merchant_trade_no: key.outTradeNo },
        answer: shippingOrderAnswer,
      });
      if (!isOf(order, key)) {
        throw new WechatMalformedError("WeChat answered with another order than asked for");
      }
      return order;
    },
  };
}

function isOf(order: ShippingOrder, key: ShippingOrderKey): boolean {
  return "transactionId" in key
    ? order.transactionId === key.transactionId
    : order.mchId === key.mchId && order.outTradeNo === key.outTradeNo;
}

function uploadBody(info: ShippingInfo): Record<string, unknown> {
  const { orderKey: key } = info;
  return {
    order_key:
      "transactionId" in key
        ? { order_number_type: 2, transaction_id: key.transactionId }
        : { order_number_type: 1, mchid: key.mchId, out_trade_no: key.outTradeNo },
    logistics_type: info.logisticsType,
    delivery_mode: info.deliveryMode,
    ...(info.isAllDelivered !== undefined && { is_all_delivered: info.isAllDelivered }),
    shipping_list: info.shippingList.map((parcel) => ({
      ...(parcel.trackingNo !== undefined && { tracking_no: parcel.trackingNo }),
      ...(parcel.expressCompany !== undefined && { express_company: parcel.expressCompany }),
      item_desc: parcel.itemDesc,
      ...(parcel.contact && {
        contact: {
          ...(parcel.contact.consignor && { consignor_contact: parcel.contact.consignor }),
          ...(parcel.contact.receiver && { receiver_contact: parcel.contact.receiver }),
        },
      }),
    })),
    upload_time: rfc3339Millis(info.uploadTime),
    payer: { openid: info.openid },
  };
}
