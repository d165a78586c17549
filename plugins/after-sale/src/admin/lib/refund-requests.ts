import { client } from "@mall/admin-kit";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

export const states = [
  "requested",
  "approved",
  "awaiting_return",
  "returned",
  "refunding",
  "refunded",
  "refused",
  "withdrawn",
] as const;
export type State = (typeof states)[number];

/** A row of `GET /admin/refund-requests`; amounts in yuan. */
export interface RefundRequest {
  id: string;
  order_id: string;
  customer_id: string;
  type: "refund_only" | "return_and_refund";
  state: State;
  amount: number;
  approved_amount: number | null;
  items: { item_id: string; quantity: number }[];
  reason: string;
  note: string | null;
  images: string[];
  refuse_reason: string | null;
  return_shipment: { carrier: string; tracking_number: string } | null;
  requested_at: string;
  cancels_order: boolean;
  last_error: string | null;
  order: {
    display_id: number;
    items: { id: string; title: string; variant_title: string | null }[];
    customer: {
      first_name: string | null;
      last_name: string | null;
      phone: string | null;
    } | null;
  } | null;
}

export interface RefundRequestDetail extends RefundRequest {
  events: {
    from: State | null;
    to: State;
    actor_type: "customer" | "user" | "system";
    reason: string | null;
    at: string;
  }[];
}

export interface Page {
  refund_requests: RefundRequest[];
  count: number;
}

export type Decision =
  | { action: "approve"; body: { amount: number } }
  | { action: "refuse"; body: { reason: string } }
  | { action: "receive"; body: Record<string, never> };

const key = ["mall", "refund-requests"];
const path = "/admin/refund-requests";
/** Refunds go on while the merchant looks. */
const REFRESH_MS = 10_000;

export function useRefundRequests(query: Record<string, string | number>) {
  return useQuery({
    queryKey: [...key, "list", query],
    queryFn: () => client.client.fetch<Page>(path, { query }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function useRefundRequest(id: string) {
  return useQuery({
    queryKey: [...key, "detail", id],
    queryFn: () =>
      client.client
        .fetch<{ refund_request: RefundRequestDetail }>(`${path}/${id}`)
        .then((answer) => answer.refund_request),
    refetchInterval: REFRESH_MS,
  });
}

/** Sends a merchant's decision; whatever comes of it, the page shows the newest state. */
export function useDecide(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ action, body }: Decision) =>
      client.client.fetch(`${path}/${id}/${action}`, { method: "POST", body }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

/** Who asks, as well as it is known. */
export function customerOf({ order }: RefundRequest): string {
  const customer = order?.customer;
  const name = [customer?.first_name, customer?.last_name].filter(Boolean).join(" ");
  return name || customer?.phone || "—";
}
