import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { invariantBroken, roundToFen, sumFen, type Fen } from "@mall/kernel";
import { AfterSaleErrors } from "../modules/after-sale/errors";
import type { ItemFacts, OrderFacts, PaymentFacts } from "../modules/after-sale/rules";

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

/** Medusa answers numbers or its own numeric objects. */
type CountedQuantity =
  | "fulfilled_quantity"
  | "return_requested_quantity"
  | "return_received_quantity"
  | "return_dismissed_quantity";

interface QueriedOrder {
  id: string;
  status: string;
  customer_id: string | null;
  created_at: string | Date;
  items?: { id: string; quantity: unknown; detail: Record<CountedQuantity, unknown> }[];
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
  "items.*",
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
    items: (order.items ?? []).map(itemOf),
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

function itemOf(item: NonNullable<QueriedOrder["items"]>[number]): ItemFacts {
  const { id, detail } = item;
  const ordered = Number(item.quantity);
  const returnable =
    Number(detail.fulfilled_quantity) -
    Number(detail.return_requested_quantity) -
    Number(detail.return_received_quantity) -
    Number(detail.return_dismissed_quantity);
  // Comparing with something that is no number would let everything through.
  if (!Number.isFinite(ordered) || !Number.isFinite(returnable)) {
    throw invariantBroken(`The quantities of item ${id} are no numbers`);
  }
  return { id, ordered, returnable };
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
