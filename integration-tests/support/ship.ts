import type { Admin } from "./admin";

interface ShippedOrder {
  fulfillments: { id: string; shipped_at: string | null }[];
}

/** The merchant packs `quantity` of each line of an order and hands the parcel to the carrier. */
export async function ship(
  admin: Admin,
  orderId: string,
  trackingNumber: string,
  quantity = 1,
): Promise<void> {
  const path = `/admin/orders/${orderId}`;
  const { order } = await admin.get<{ order: { items: { id: string }[] } }>(path);
  const items = order.items.map(({ id }) => ({ id, quantity }));
  const packed = await admin.post<{ order: ShippedOrder }>(
    `${path}/fulfillments?fields=*fulfillments`,
    { items },
  );
  const open = packed.order.fulfillments.find(({ shipped_at }) => shipped_at === null);
  if (open === undefined) throw new Error(`Nothing of order ${orderId} is packed`);
  const label = { tracking_number: trackingNumber, tracking_url: "#", label_url: "#" };
  await admin.post(`${path}/fulfillments/${open.id}/shipments`, { items, labels: [label] });
}
