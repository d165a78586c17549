import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { AFTER_SALE_MODULE } from "../modules/after-sale";
import { AfterSaleErrors } from "../modules/after-sale/errors";
import type { AfterSaleModuleService, RefundRequestDTO } from "../modules/after-sale/service";

/** What everybody sees of a request; amounts in yuan. */
export function viewOf(request: RefundRequestDTO) {
  return {
    id: request.id,
    order_id: request.order_id,
    type: request.type,
    state: request.state,
    amount: request.amount,
    approved_amount: request.approved_amount,
    items: request.items,
    reason: request.reason,
    note: request.note,
    images: request.images,
    refuse_reason: request.refuse_reason,
    return_shipment:
      request.return_carrier === null
        ? null
        : { carrier: request.return_carrier, tracking_number: request.return_tracking_number },
    requested_at: request.requested_at,
  };
}

/** What the merchant sees beside: who, which order, what the system met. */
export async function adminViews(
  container: MedusaContainer,
  requests: readonly RefundRequestDTO[],
): Promise<object[]> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: [
      "id",
      "display_id",
      "items.id",
      "items.title",
      "items.variant_title",
      "customer.first_name",
      "customer.last_name",
      "customer.phone",
    ],
    filters: { id: [...new Set(requests.map(({ order_id }) => order_id))] },
  });
  const orders = new Map((data as unknown as { id: string }[]).map((order) => [order.id, order]));
  return requests.map((request) => ({
    ...viewOf(request),
    customer_id: request.customer_id,
    order: orders.get(request.order_id) ?? null,
    cancels_order: request.cancels_order,
    decided_by: request.decided_by,
    refund_id: request.refund_id,
    return_id: request.return_id,
    last_error: request.last_error,
  }));
}

/** A request with everything that happened to it, for the merchant. */
export async function adminDetail(container: MedusaContainer, id: string): Promise<object> {
  const service = container.resolve<AfterSaleModuleService>(AFTER_SALE_MODULE);
  const [view] = await adminViews(container, [await service.requestOf(id)]);
  return { ...view, events: await eventsOf(service, id) };
}

/** A request of this shopper. @throws after_sale.request_not_found also for one of somebody else */
export async function ownRequest(
  container: MedusaContainer,
  id: string,
  customerId: string,
): Promise<RefundRequestDTO> {
  const request = await container.resolve<AfterSaleModuleService>(AFTER_SALE_MODULE).requestOf(id);
  if (request.customer_id !== customerId) throw AfterSaleErrors.request_not_found(id);
  return request;
}

/** A request with everything that happened to it, for its shopper. */
export async function shopperDetail(container: MedusaContainer, id: string): Promise<object> {
  const service = container.resolve<AfterSaleModuleService>(AFTER_SALE_MODULE);
  const events = await eventsOf(service, id);
  return {
    ...viewOf(await service.requestOf(id)),
    // Who of the merchant's people decided is nobody else's business.
    events: events.map(({ actor_id: _, ...event }) => event),
  };
}

async function eventsOf(service: AfterSaleModuleService, id: string) {
  const events = await service.listRefundRequestEvents(
    { refund_request_id: id },
    { order: { position: "ASC" } },
  );
  return events.map((event) => ({
    from: event.from_state,
    to: event.to_state,
    actor_type: event.actor_type,
    actor_id: event.actor_id,
    reason: event.reason,
    at: event.happened_at,
  }));
}
