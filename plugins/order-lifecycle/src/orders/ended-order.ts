import type { MedusaContainer } from "@medusajs/framework/types";
import { getOrderDetailWorkflow } from "@medusajs/medusa/core-flows";
import { shopperStatus, type ShopperStatus } from "../modules/order-lifecycle/rules";

const fields = ["id", "display_id", "status", "total", "payment_status", "fulfillment_status"];

/** What a shopper is answered about an order that came to its end. */
export interface EndedOrder {
  id: string;
  display_id: number;
  status: string;
  payment_status: string;
  fulfillment_status: string;
  shopper_status: ShopperStatus;
}

/** Reads an order that is completed or canceled: its status depends on nothing beside itself. */
export async function endedOrder(container: MedusaContainer, orderId: string): Promise<EndedOrder> {
  const { result } = await getOrderDetailWorkflow(container).run({
    input: { order_id: orderId, fields },
  });
  const order = result as unknown as Omit<EndedOrder, "shopper_status"> & { total: unknown };
  return {
    id: order.id,
    display_id: order.display_id,
    status: order.status,
    payment_status: order.payment_status,
    fulfillment_status: order.fulfillment_status,
    shopper_status: shopperStatus({
      status: order.status,
      paymentStatus: order.payment_status,
      fulfillmentStatus: order.fulfillment_status,
      isFree: Number(order.total) === 0,
      isPickup: false,
      awaitsGroup: false,
    }),
  };
}
