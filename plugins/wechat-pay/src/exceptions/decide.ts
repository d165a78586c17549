import type { MedusaContainer } from "@medusajs/framework/types";
import { orderLock, systemClock, withLock } from "@mall/kernel";
import { PAYMENT_EXCEPTION_MODULE } from "../modules/payment-exception";
import { assertRefundable, assertRetryable } from "../modules/payment-exception/rules";
import type {
  PaymentExceptionDTO,
  PaymentExceptionModuleService,
} from "../modules/payment-exception/service";
import { refundUnbookedMoney, retryRefund } from "./money";

/** Who presses the button, and why. */
interface Actor {
  /** A user of the admin. */
  actorId: string;
  note?: string | undefined;
}

type Reasoned = Actor & { note: string };

/**
 * Closes an exception without moving money: a merchant has seen to it.
 *
 * @throws payment_exception.already_resolved
 */
export function acceptException(
  container: MedusaContainer,
  exception: PaymentExceptionDTO,
  decision: Reasoned,
): Promise<void> {
  return alone(container, exception, (service) =>
    service.resolveException(
      exception.id,
      { ...decision, resolution: "accepted" },
      systemClock.now(),
    ),
  );
}

/**
 * Sends the money behind an exception back to whoever paid it, and closes the exception. The money
 * goes first: after a crash in between the exception is still open, and pressing again is safe.
 *
 * @throws payment_exception.not_refundable, payment_exception.already_resolved
 */
export function refundException(
  container: MedusaContainer,
  exception: PaymentExceptionDTO,
  decision: Reasoned,
): Promise<void> {
  return alone(container, exception, async (service, current) => {
    assertRefundable(current);
    await refundUnbookedMoney(container, current, systemClock.now());
    await service.resolveException(
      current.id,
      { ...decision, resolution: "refunded" },
      systemClock.now(),
    );
  });
}

/**
 * Has a refund tried again that WeChat did not carry out. The exception stays open until the
 * refund is through.
 *
 * @throws payment_exception.not_retryable, payment_exception.already_resolved
 */
export function retryException(
  container: MedusaContainer,
  exception: PaymentExceptionDTO,
  actor: Actor,
): Promise<void> {
  return alone(container, exception, async (service, current) => {
    assertRetryable(current);
    await retryRefund(container, current, systemClock.now());
    await service.note(current.id, { ...actor, action: "retried" }, systemClock.now());
  });
}

/** Writes down what somebody found out; also about what is decided already. */
export function noteException(
  container: MedusaContainer,
  { id }: PaymentExceptionDTO,
  { actorId, note }: Reasoned,
): Promise<void> {
  return container
    .resolve<PaymentExceptionModuleService>(PAYMENT_EXCEPTION_MODULE)
    .note(id, { action: "noted", actorId, note }, systemClock.now());
}

/**
 * Hands over the exception as it is now while nobody else decides about it or changes its order:
 * money must not go back while somebody else accepts that it stays.
 */
function alone(
  container: MedusaContainer,
  { id, order_id }: PaymentExceptionDTO,
  job: (service: PaymentExceptionModuleService, current: PaymentExceptionDTO) => Promise<void>,
): Promise<void> {
  const service = container.resolve<PaymentExceptionModuleService>(PAYMENT_EXCEPTION_MODULE);
  const key = order_id === null ? `payment-exception-change:${id}` : orderLock(order_id);
  return withLock(container, key, async () => job(service, await service.exceptionOf(id)));
}
