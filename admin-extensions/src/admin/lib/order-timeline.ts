import { client } from "@mall/admin-kit";
import { useQuery } from "@tanstack/react-query";

/** What `GET /admin/orders/:id/timeline` tells of one event. */
export interface OrderEvent {
  id: string;
  type: string;
  happened_at: string;
  actor_type: "shopper" | "merchant" | "system" | "wechat";
  reason: string | null;
  details: { amount?: number } | null;
}

/** What happened to the order, newest first. */
export function useOrderTimeline(orderId: string) {
  return useQuery({
    queryKey: ["mall", "order-timeline", orderId],
    queryFn: () =>
      client.client.fetch<{ events: OrderEvent[] }>(`/admin/orders/${orderId}/timeline`),
    select: ({ events }) => [...events].reverse(),
  });
}
