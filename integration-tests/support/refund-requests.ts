import type { Admin } from "./admin";
import { eventually } from "./http";
import type { Shopper } from "./shopper";

/** A refund request as both sides see it. */
export interface RefundRequest {
  id: string;
  order_id: string;
  state: string;
  amount: number;
  approved_amount: number | null;
  refuse_reason: string | null;
  refund_id: string | null;
  return_id: string | null;
  last_error: string | null;
  events: { from: string | null; to: string; actor_type: string }[];
}

/** What a shopper asks for, with some of it said differently. */
export const demand = (changes: Record<string, unknown> = {}) => ({
  type: "refund_only",
  amount: 1,
  reason: "damaged",
  ...changes,
});

/** Files a request, whatever the answer. */
export const file = (shopper: Shopper, orderId: string, changes: Record<string, unknown> = {}) =>
  shopper.call<{ refund_request: RefundRequest; code: string; message: string }>(
    `/store/orders/${orderId}/refund-requests`,
    { method: "POST", body: demand(changes) },
  );

/** Files a request that has to be accepted. */
export async function filed(
  shopper: Shopper,
  orderId: string,
  changes: Record<string, unknown> = {},
): Promise<RefundRequest> {
  const { status, body } = await file(shopper, orderId, changes);
  if (status !== 201) throw new Error(`Answered ${String(status)}: ${JSON.stringify(body)}`);
  return body.refund_request;
}

export const refundRequest = (admin: Admin, id: string) =>
  admin
    .get<{ refund_request: RefundRequest }>(`/admin/refund-requests/${id}`)
    .then((body) => body.refund_request);

export const decide = (
  admin: Admin,
  id: string,
  decision: "approve" | "refuse" | "receive",
  body: unknown = {},
) =>
  admin
    .post<{ refund_request: RefundRequest }>(`/admin/refund-requests/${id}/${decision}`, body)
    .then((answer) => answer.refund_request);

/** Waits until a request has this state. */
export const waitForState = (admin: Admin, id: string, state: string, seconds = 60) =>
  eventually(
    `refund request ${id} is ${state}`,
    async () => {
      const request = await refundRequest(admin, id);
      return request.state === state ? request : undefined;
    },
    seconds,
  );

interface Shipped {
  items: { id: string; quantity: number }[];
  fulfillments: { id: string; items: { line_item_id: string; quantity: number }[] }[];
}

/** Packs and ships everything of an order. @returns its items */
export async function ship(admin: Admin, orderId: string): Promise<Shipped["items"]> {
  const path = `/admin/orders/${orderId}`;
  const order = () => admin.get<{ order: Shipped }>(`${path}?fields=*items,*fulfillments`);
  const items = (await order()).order.items.map(({ id, quantity }) => ({ id, quantity }));
  await admin.post(`${path}/fulfillments`, { items });
  const [fulfillment] = (await order()).order.fulfillments;
  await admin.post(`${path}/fulfillments/${String(fulfillment?.id)}/shipments`, { items });
  return items;
}
