import type { Admin } from "./admin";

interface Item {
  id: string;
  quantity: number;
}

interface FulfilledOrder {
  items: Item[];
  fulfillments: { id: string }[];
}

/** A merchant packs everything of an order; returns the fulfilment. */
export async function pack(admin: Admin, orderId: string): Promise<{ id: string; items: Item[] }> {
  const { order } = await admin.get<{ order: FulfilledOrder }>(
    `/admin/orders/${orderId}?fields=id,*items`,
  );
  const items = order.items.map(({ id, quantity }) => ({ id, quantity }));
  const packed = await admin.post<{ order: FulfilledOrder }>(
    `/admin/orders/${orderId}/fulfillments?fields=id,fulfillments.id`,
    { items },
  );
  const id = packed.order.fulfillments.at(-1)?.id;
  if (id === undefined) throw new Error(`Order ${orderId} has no fulfilment`);
  return { id, items };
}

/** A merchant packs everything of an order and hands it to the courier. */
export async function ship(admin: Admin, orderId: string): Promise<void> {
  const { id, items } = await pack(admin, orderId);
  await admin.post(`/admin/orders/${orderId}/fulfillments/${id}/shipments`, { items });
}
