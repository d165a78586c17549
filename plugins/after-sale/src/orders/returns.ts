import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import {
  beginReceiveReturnWorkflow,
  beginReturnOrderWorkflow,
  cancelReturnReceiveWorkflow,
  cancelReturnRequestWorkflow,
  cancelReturnWorkflow,
  confirmReturnReceiveWorkflow,
  confirmReturnRequestWorkflow,
  receiveItemReturnRequestWorkflow,
  requestItemReturnWorkflow,
} from "@medusajs/medusa/core-flows";
import { invariantBroken } from "@mall/kernel";
import type { RequestedItem } from "../modules/after-sale/rules";
import type { RefundRequestDTO } from "../modules/after-sale/service";

/*
 * Medusa's returns go through several workflows, and a crash may leave one half done. A half is
 * thrown away and begun anew; what is done is recognised. Everything here is called with the
 * order's lock held.
 */

interface ReturnRow {
  id: string;
  status: string;
  canceled_at: unknown;
  metadata: Record<string, unknown> | null;
  items?: { item_id: string; quantity: number }[];
}

type Container = MedusaContainer;

/** Creates the return of a request, unless it is there. @returns its id */
export async function openReturn(
  container: Container,
  request: RefundRequestDTO,
  locationId: string | undefined,
): Promise<string> {
  const made = await returnOf(container, { order_id: request.order_id }, request.id);
  if (made !== undefined && made.status !== "open") return made.id;
  if (made !== undefined) {
    await cancelReturnRequestWorkflow(container).run({ input: { return_id: made.id } });
  }
  const { result: change } = await beginReturnOrderWorkflow(container).run({
    input: {
      order_id: request.order_id,
      ...(locationId !== undefined && { location_id: locationId }),
      metadata: { refund_request_id: request.id },
    },
  });
  const returnId = change.return_id;
  if (!returnId) throw invariantBroken(`No return was begun for ${request.id}`);
  const items = request.items as unknown as RequestedItem[];
  await requestItemReturnWorkflow(container).run({
    input: {
      return_id: returnId,
      items: items.map(({ item_id, quantity }) => ({ id: item_id, quantity })),
    },
  });
  await confirmReturnRequestWorkflow(container).run({ input: { return_id: returnId } });
  return returnId;
}

/** Books that everything of a return has come back, unless that is booked. */
export async function receiveReturn(container: Container, returnId: string): Promise<void> {
  const made = await returnOf(container, { id: returnId });
  if (made === undefined) throw invariantBroken(`Return ${returnId} is gone`);
  if (made.status === "received") return;
  if (await isBeingReceived(container, returnId)) {
    await cancelReturnReceiveWorkflow(container).run({ input: { return_id: returnId } });
  }
  await beginReceiveReturnWorkflow(container).run({ input: { return_id: returnId } });
  await receiveItemReturnRequestWorkflow(container).run({
    input: {
      return_id: returnId,
      items: (made.items ?? []).map(({ item_id, quantity }) => ({ id: item_id, quantity })),
    },
  });
  await confirmReturnReceiveWorkflow(container).run({ input: { return_id: returnId } });
}

/** The goods do not come back after all. */
export async function cancelReturn(container: Container, returnId: string): Promise<void> {
  const made = await returnOf(container, { id: returnId });
  if (made === undefined || made.canceled_at) return;
  await cancelReturnWorkflow(container).run({ input: { return_id: returnId } });
}

async function returnOf(
  container: Container,
  filters: { id: string } | { order_id: string },
  requestId?: string,
): Promise<ReturnRow | undefined> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "return",
    fields: ["id", "status", "canceled_at", "metadata", "items.item_id", "items.quantity"],
    filters,
  });
  const rows = data as unknown as ReturnRow[];
  return rows.find(
    ({ metadata }) => requestId === undefined || metadata?.refund_request_id === requestId,
  );
}

async function isBeingReceived(container: Container, returnId: string): Promise<boolean> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order_change",
    fields: ["id"],
    filters: { return_id: returnId, status: ["pending", "requested"] },
  });
  return data.length > 0;
}
