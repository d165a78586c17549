import { z } from "zod";

/** A paid order as the shipping information knows it, by either of its numbers. */
export type ShippingOrderKey =
  | { readonly transactionId: string }
  | { readonly mchId: string; readonly outTradeNo: string };

/** By WeChat's number. */
const STATES = [
  "unknown",
  "to_ship",
  "shipped",
  "received",
  "finished",
  "refunded",
  "to_settle",
] as const;

export const shippingOrderAnswer = z.object({
  order: z
    .object({
      transaction_id: z.string().min(1),
      merchant_id: z.string(),
      merchant_trade_no: z.string(),
      order_state: z.int(),
      in_complaint: z.boolean().default(false),
      shipping: z
        .object({
          finish_shipping: z.boolean().default(false),
          shipping_list: z
            .array(
              z.object({
                tracking_no: z.string().default(""),
                express_company: z.string().default(""),
              }),
            )
            .default([]),
        })
        .optional(),
    })
    .transform((order) => ({
      transactionId: order.transaction_id,
      mchId: order.merchant_id,
      outTradeNo: order.merchant_trade_no,
      /** 待发货, 已发货, 确认收货, 交易完成, 已退款, 资金待结算; "unknown" when WeChat invents one. */
      state: STATES[order.order_state] ?? "unknown",
      inComplaint: order.in_complaint,
      /** Nothing more will be shipped. */
      finishShipping: order.shipping?.finish_shipping ?? false,
      /** Without a number where nothing has one: pickup, same-city, virtual. */
      parcels: (order.shipping?.shipping_list ?? []).map((parcel) => ({
        trackingNo: parcel.tracking_no,
        expressCompany: parcel.express_company,
      })),
    })),
});

/** What WeChat knows of an order's shipping. Source: "发货信息管理服务", "查询订单发货状态". */
export type ShippingOrder = z.infer<typeof shippingOrderAnswer>["order"];
