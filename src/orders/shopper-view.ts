import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { ORDER_LIFECYCLE_MODULE } from "@mall/order-lifecycle/modules/order-lifecycle";
import type { OrderLifecycleModuleService } from "@mall/order-lifecycle/modules/order-lifecycle";
import { shopperStatus, type ShopperStatus } from "@mall/order-lifecycle/rules";

/** What an order has to carry for its shopper's view; routes add these to the fields asked for. */
export const shopperViewFields = [
  "id",
  "status",
  "created_at",
  "total",
  "payment_status",
  "fulfillment_status",
  "shipping_methods.shipping_option_id",
];

interface ViewedOrder {
  id: string;
  status: string;
  created_at: Date | string;
  total: unknown;
  payment_status: string;
  fulfillment_status: string;
  shipping_methods?: { shipping_option_id?: string }[] | null;
}

export interface ShopperView {
  shopper_status: ShopperStatus;
  /** ISO 8601; null once nothing is left to pay. */
  payment_deadline: string | null;
}

/** Adds the derived status and the payment deadline to orders. */
export async function withShopperView<Order extends object>(
  container: MedusaContainer,
  orders: readonly Order[],
): Promise<(Order & ShopperView)[]> {
  const viewed = orders as unknown as readonly (Order & ViewedOrder)[];
  const [deadlines, pickupOptions] = await Promise.all([
    container.resolve<OrderLifecycleModuleService>(ORDER_LIFECYCLE_MODULE).ensureDeadlines(viewed),
    pickupOptionIds(container, viewed),
  ]);
  return viewed.map((order) => {
    const status = shopperStatus({
      status: order.status,
      paymentStatus: order.payment_status,
      fulfillmentStatus: order.fulfillment_status,
      isFree: Number(order.total) === 0,
      isPickup: optionIdsOf(order).some((id) => pickupOptions.has(id)),
      awaitsGroup: false,
    });
    const deadline = status === "awaiting_payment" ? deadlines.get(order.id) : undefined;
    return {
      ...order,
      shopper_status: status,
      payment_deadline: deadline === undefined ? null : new Date(deadline).toISOString(),
    };
  });
}

function optionIdsOf(order: ViewedOrder): string[] {
  return (order.shipping_methods ?? []).flatMap((method) => method.shipping_option_id ?? []);
}

/** Which of the orders' shipping options mean that the shopper comes for the goods. */
async function pickupOptionIds(
  container: MedusaContainer,
  orders: readonly ViewedOrder[],
): Promise<Set<string>> {
  const ids = [...new Set(orders.flatMap(optionIdsOf))];
  if (ids.length === 0) return new Set();
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "shipping_option",
    fields: ["id", "service_zone.fulfillment_set.type"],
    filters: { id: ids },
  });
  const options = data as unknown as {
    id: string;
    service_zone: { fulfillment_set: { type: string } };
  }[];
  return new Set(
    options
      .filter((option) => option.service_zone.fulfillment_set.type === "pickup")
      .map((option) => option.id),
  );
}
