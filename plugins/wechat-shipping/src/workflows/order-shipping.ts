import { maskPhone } from "@mall/wechat";
import type { ShippedOrder } from "../modules/wechat-shipping/rules";

/** What of an order has to be loaded to tell how it was shipped. */
export const orderShippingFields = [
  "id",
  "shipping_address.phone",
  // Single fields of a line would leave out its quantities, which Medusa keeps in another table.
  "items.*",
  "items.detail.*",
  "fulfillments.canceled_at",
  "fulfillments.shipped_at",
  "fulfillments.delivered_at",
  "fulfillments.requires_shipping",
  "fulfillments.metadata",
  "fulfillments.items.line_item_id",
  "fulfillments.items.quantity",
  "fulfillments.labels.tracking_number",
  "fulfillments.labels.tracking_url",
  "fulfillments.shipping_option.service_zone.fulfillment_set.type",
];

/** An order as `orderShippingFields` load it. */
export interface LoadedOrder {
  id: string;
  shipping_address?: { phone?: string | null } | null;
  items?: {
    id: string;
    title: string;
    variant_title?: string | null;
    quantity: unknown;
    requires_shipping: boolean;
    detail: { fulfilled_quantity: unknown };
  }[];
  fulfillments?: {
    canceled_at: unknown;
    shipped_at: unknown;
    delivered_at: unknown;
    requires_shipping: boolean;
    metadata?: Record<string, unknown> | null;
    items?: { line_item_id: string | null; quantity: unknown }[];
    labels?: { tracking_number: string; tracking_url: string }[];
    shipping_option?: {
      service_zone?: { fulfillment_set?: { type: string } | null } | null;
    } | null;
  }[];
}

/** The order in the terms of the rules. */
export function toShippedOrder(order: LoadedOrder): ShippedOrder {
  return {
    receiverContact: masked(order.shipping_address?.phone ?? ""),
    lines: (order.items ?? []).map((line) => ({
      id: line.id,
      title: [line.title, line.variant_title].filter(Boolean).join(" "),
      quantity: Number(line.quantity),
      fulfilledQuantity: Number(line.detail.fulfilled_quantity),
      requiresShipping: line.requires_shipping,
    })),
    fulfillments: (order.fulfillments ?? []).map((fulfillment) => {
      const company = fulfillment.metadata?.express_company;
      return {
        isCanceled: Boolean(fulfillment.canceled_at),
        isHandedOver: Boolean(fulfillment.shipped_at ?? fulfillment.delivered_at),
        requiresShipping: fulfillment.requires_shipping,
        isPickup: fulfillment.shipping_option?.service_zone?.fulfillment_set?.type === "pickup",
        expressCompany: typeof company === "string" && company !== "" ? company : undefined,
        items: (fulfillment.items ?? []).flatMap(({ line_item_id, quantity }) =>
          line_item_id === null ? [] : [{ lineId: line_item_id, quantity: Number(quantity) }],
        ),
        labels: (fulfillment.labels ?? []).flatMap(({ tracking_number, tracking_url }) => {
          const trackingNo = tracking_number.trim();
          return trackingNo === "" ? [] : [{ trackingNo, trackingUrl: tracking_url }];
        }),
      };
    }),
  };
}

/** A phone without the country code, masked; undefined when it is none. */
function masked(phone: string): string | undefined {
  const digits = phone.replace(/\D/g, "").replace(/^86(?=1\d{10}$)/, "");
  return digits.length > 4 ? maskPhone(digits) : undefined;
}
