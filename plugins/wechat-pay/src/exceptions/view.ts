import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { PAYMENT_EXCEPTION_MODULE } from "../modules/payment-exception";
import { isRefundable, isRetryable } from "../modules/payment-exception/rules";
import type {
  PaymentExceptionDTO,
  PaymentExceptionModuleService,
} from "../modules/payment-exception/service";
import { evidenceRows } from "./evidence";

/** Exceptions as a list of the admin shows them, each with the number that people call its order by. */
export async function listView(container: MedusaContainer, exceptions: PaymentExceptionDTO[]) {
  const numbers = await orderNumbers(container, exceptions);
  return exceptions.map((exception) => ({
    id: exception.id,
    kind: exception.kind,
    subject: exception.subject,
    state: exception.state,
    resolution: exception.resolution,
    order_id: exception.order_id,
    order_display_id: numbers.get(exception.order_id ?? "") ?? null,
    out_trade_no: exception.out_trade_no,
    amount: exception.amount,
    raised_at: exception.raised_at,
    resolved_at: exception.resolved_at,
  }));
}

/** One exception with what was seen, what can be done about it, and who did what. */
export async function detailView(container: MedusaContainer, exception: PaymentExceptionDTO) {
  const [shown] = await listView(container, [exception]);
  const isOpen = exception.state === "open";
  return {
    ...shown,
    is_refundable: isOpen && isRefundable(exception.kind),
    is_retryable: isOpen && isRetryable(exception.kind),
    evidence: evidenceRows(exception.evidence),
    actions: await actionsOf(container, exception.id),
  };
}

async function actionsOf(container: MedusaContainer, exceptionId: string) {
  const actions = await container
    .resolve<PaymentExceptionModuleService>(PAYMENT_EXCEPTION_MODULE)
    .listPaymentExceptionActions(
      { exception_id: exceptionId },
      { order: { happened_at: "ASC", id: "ASC" } },
    );
  const actors = await actorsOf(
    container,
    actions.flatMap(({ actor_id }) => actor_id ?? []),
  );
  return actions.map(({ id, action, actor_id, note, happened_at }) => ({
    id,
    action,
    /** Null for the system itself. */
    actor:
      actor_id === null
        ? null
        : (actors.get(actor_id) ?? { id: actor_id, email: null, name: null }),
    note,
    happened_at,
  }));
}

/** Those who acted, also when they left the shop since. */
async function actorsOf(container: MedusaContainer, ids: string[]) {
  if (ids.length === 0) return new Map<string, never>();
  const users = await container
    .resolve(Modules.USER)
    .listUsers(
      { id: [...new Set(ids)] },
      { select: ["id", "email", "first_name", "last_name"], withDeleted: true },
    );
  return new Map(
    users.map(({ id, email, first_name, last_name }) => [
      id,
      { id, email, name: [first_name, last_name].filter(Boolean).join(" ") || null },
    ]),
  );
}

async function orderNumbers(
  container: MedusaContainer,
  exceptions: PaymentExceptionDTO[],
): Promise<Map<string, number>> {
  const ids = [...new Set(exceptions.flatMap(({ order_id }) => order_id ?? []))];
  if (ids.length === 0) return new Map();
  const { data } = await container
    .resolve(ContainerRegistrationKeys.QUERY)
    .graph({ entity: "order", fields: ["id", "display_id"], filters: { id: ids } });
  return new Map(data.map(({ id, display_id }) => [id, Number(display_id)]));
}
