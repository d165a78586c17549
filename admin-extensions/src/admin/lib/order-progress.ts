import { client } from "@mall/admin-kit";
import { useQuery } from "@tanstack/react-query";

export type ShopperStatus =
  | "awaiting_payment"
  | "awaiting_group"
  | "awaiting_shipment"
  | "awaiting_pickup"
  | "awaiting_receipt"
  | "completed"
  | "canceled"
  | "refunded";

export interface WechatPayment {
  out_trade_no: string;
  state: "pending" | "paid" | "closed";
  /** Yuan. */
  amount: number;
  transaction_id: string | null;
  paid_at: string | null;
}

/** What `GET /admin/orders/:id/shopper-view` answers. */
export interface OrderProgress {
  shopper_status: ShopperStatus;
  payment_deadline: string | null;
  wechat_payments: WechatPayment[];
}

/** The order as its shopper sees it, and what WeChat knows of its payment. */
export function useOrderProgress(orderId: string) {
  return useQuery({
    queryKey: ["mall", "order-progress", orderId],
    queryFn: () => client.client.fetch<OrderProgress>(`/admin/orders/${orderId}/shopper-view`),
  });
}
