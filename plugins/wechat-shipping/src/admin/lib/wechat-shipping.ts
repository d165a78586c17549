import { client } from "@mall/admin-kit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

export type UploadState = "pending" | "uploaded" | "failed" | "not_due";

export interface Carrier {
  code: string;
  name: string;
}

/** What `GET /admin/orders/:id/wechat-shipping` answers. */
interface WechatShipping {
  /** Null while nothing was shipped. */
  wechat_shipping: {
    state: UploadState;
    attempts: number;
    next_attempt_at: string | null;
    last_error: string | null;
    uploaded_at: string | null;
    express_company: string | null;
  } | null;
  carriers: Carrier[];
}

const REFRESH_MS = 3000;

const path = (orderId: string) => `/admin/orders/${orderId}/wechat-shipping`;
const key = (orderId: string) => ["mall", "wechat-shipping", orderId];

/** How far the report of an order's shipping is; looked at again while it is under way. */
export function useWechatShipping(orderId: string) {
  return useQuery({
    queryKey: key(orderId),
    queryFn: () => client.client.fetch<WechatShipping>(path(orderId)),
    refetchInterval: ({ state }) =>
      state.data?.wechat_shipping?.state === "pending" ? REFRESH_MS : false,
  });
}

/** Has the order reported again. */
export function useReportAgain(orderId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (company: string) =>
      client.client.fetch(`${path(orderId)}/retry`, {
        method: "POST",
        body: company === "" ? {} : { express_company: company },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key(orderId) }),
  });
}
