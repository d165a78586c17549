import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { roundToFen, sumFen, type Fen } from "@mall/kernel";
import { AfterSaleErrors } from "../modules/after-sale/errors";
import type { OrderFacts, PaymentFacts } from "../modules/after-sale/rules";

/** A refund that was made for a request carries the request's id. */
export interface MadeRefund {
  id: string;
  requestId: string | undefined;
  amountFen: Fen;
}

export interface LoadedOrder extends OrderFacts {
  id: string;
  customerId: string | null;
  refunds: MadeRefund[];
  /** Where the goods were sent from, and go back to. */
  locationId: string | undefined;
}

type Amount = number | string;
type Moment = string | Date | null | undefined;

interface QueriedOrder {
  id: string;
  status: string;
  customer_id: string | null;
  created_at: string | Date;
  items?: {
    id: string;
    quantity: number;
    detail: Record<
      "fulfilled_quantity" | "return_requested_quantity" | "return_received_quantity",
      number
    > & { return_dismissed_quantity: number };
  }[];
  fulfillments?: {
    location_id: string;
    canceled_at: Moment;
    shipped_at: Moment;
    delivered_at: Moment;
  }[];
  payment_collections?: { payments?: QueriedPayment[] }[];
}

interface QueriedPayment {
  id: string;
  captures?: { amount: Amount }[];
  refunds?: { id: string; amount: Amount; metadata: Record<string, unknown> | null }[];
}

const fields = [
  "id",
  "status",
  "customer_id",
  "created_at",
  "items.id",
  "items.quantity",
  "items.detail.*",
  "fulfillments.location_id",
  "fulfillments.canceled_at",
  "fulfillments.shipped_at",
  "fulfillments.delivered_at",
  "payment_collections.payments.id",
  "payment_collections.payments.captures.amount",
  "payment_collections.payments.refunds.id",
  "payment_collections.payments.refunds.amount",
  "payment_collections.payments.refunds.metadata",
];

/** What the rules have to know of an order, as it is now. @throws after_sale.order_not_found */
export async function loadOrder(
  container: Pick<MedusaContainer, "resolve">,
  orderId: string,
): Promise<LoadedOrder> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields,
    filters: { id: orderId },
  });
  const order = data[0] as unknown as QueriedOrder | undefined;
  if (order === undefined) throw AfterSaleErrors.order_not_found(orderId);
  const fulfillments = (order.fulfillments ?? []).filter(({ canceled_at }) => !canceled_at);
  const payments = (order.payment_collections ?? []).flatMap((one) => one.payments ?? []);
  const moments = fulfillments.flatMap(({ shipped_at, delivered_at }) => [
    shipped_at,
    delivered_at,
  ]);
  return {
    id: order.id,
    customerId: order.customer_id,
    status: order.status,
    items: (order.items ?? []).map(({ id, quantity, detail }) => ({
      id,
      ordered: quantity,
      returnable:
        detail.fulfilled_quantity -
        detail.return_requested_quantity -
        detail.return_received_quantity -
        detail.return_dismissed_quantity,
    })),
    payments: payments.map(factsOf),
    refunds: payments.flatMap(({ refunds = [] }) =>
      refunds.map(({ id, amount, metadata }) => ({
        id,
        requestId: metadata?.refund_request_id as string | undefined,
        amountFen: roundToFen(amount),
      })),
    ),
    hasFulfillments: fulfillments.length > 0,
    isShipped: moments.some(Boolean),
    lastMovedAt: latest(order.created_at, moments),
    locationId: fulfillments[0]?.location_id,
  };
}

function factsOf({ id, captures = [], refunds = [] }: QueriedPayment): PaymentFacts {
  return {
    id,
    capturedFen: sumFen(captures.map(({ amount }) => roundToFen(amount))),
    refundedFen: sumFen(refunds.map(({ amount }) => roundToFen(amount))),
  };
}

function latest(placedAt: string | Date, moments: readonly Moment[]): Date {
  const times = moments.flatMap((moment) => (moment ? [new Date(moment).getTime()] : []));
  return new Date(Math.max(new Date(placedAt).getTime(), ...times));
}
