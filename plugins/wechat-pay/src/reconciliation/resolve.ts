import { setTimeout } from "node:timers/promises";
import type { MedusaContainer } from "@medusajs/framework/types";
import { fromFen, hasErrorCode, messageOf, systemClock, toFen } from "@mall/kernel";
import { WechatApiError } from "@mall/wechat";
import { PAYMENT_EXCEPTION_MODULE } from "../modules/payment-exception";
import type { PaymentExceptionModuleService } from "../modules/payment-exception/service";
import { RECONCILIATION_MODULE } from "../modules/reconciliation";
import { subjectOf, type Entry, type EntryState } from "../modules/reconciliation/rules";
import type {
  Lease,
  ReconciliationDifferenceDTO,
  ReconciliationModuleService,
} from "../modules/reconciliation/service";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import type { WechatPaymentDTO, WechatPayModuleService } from "../modules/wechat-pay/service";
import { bookTransaction, transactionOf } from "../notifications/query";

const BATCH = 100;
/** Together longer than one process may hold a payment. */
const BUSY_TRIES = 5;
const BUSY_WAIT_MS = 5_000;

/**
 * Repairs what WeChat itself confirms, and puts everything else before a merchant.
 *
 * @throws what the first repair failed with, after all others were seen to
 */
export async function resolveDifferences(container: MedusaContainer, lease: Lease): Promise<void> {
  const service = container.resolve<ReconciliationModuleService>(RECONCILIATION_MODULE);
  const failures: unknown[] = [];
  for (let after = ""; ; ) {
    const differences = await service.listReconciliationDifferences(
      { run_id: lease.id, resolution: "none", id: { $gt: after } },
      { order: { id: "ASC" }, take: BATCH },
    );
    for (const difference of differences) {
      await service.extend(lease, systemClock.now());
      try {
        await resolveOne(container, service, lease, difference);
      } catch (error) {
        failures.push(error);
      }
    }
    const last = differences.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  if (failures.length > 0) throw failures[0];
}

async function resolveOne(
  container: MedusaContainer,
  service: ReconciliationModuleService,
  lease: Lease,
  difference: ReconciliationDifferenceDTO,
): Promise<void> {
  const [payment] = await container
    .resolve<WechatPayModuleService>(WECHAT_PAY_MODULE)
    .listWechatPayments({ out_trade_no: difference.out_trade_no });
  const isMissed = difference.class === "missing_here" && difference.kind === "payment";
  const repair =
    isMissed && payment ? await book(container, payment.out_trade_no) : { isRepaired: false };
  if (!repair.isRepaired) await queue(container, lease, { difference, payment, ...repair });
  await service.resolveDifference(difference.id, {
    resolution: repair.isRepaired ? "repaired" : "queued",
    orderId: payment?.order_id,
  });
}

interface Repair {
  isRepaired: boolean;
  /** Why not, where it was tried. */
  refusal?: string;
}

/**
 * Books a success that we missed. Should another process be settling it, its lease is waited for.
 *
 * @throws when it cannot be told now; a later run tries again
 */
async function book(
  container: MedusaContainer,
  outTradeNo: string,
  triesLeft = BUSY_TRIES,
): Promise<Repair> {
  const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
  const payment = await service.paymentOf(outTradeNo);
  if (payment.state === "paid") return { isRepaired: true };
  const transaction = await transactionOf(service, payment);
  try {
    await bookTransaction(container, payment, transaction);
    return { isRepaired: true };
  } catch (error) {
    const isBusy = hasErrorCode(error, "wechat_pay.payment_busy");
    if (!isBusy) return { isRepaired: false, refusal: reasonOf(error) };
    if (triesLeft === 0) throw error;
    await setTimeout(BUSY_WAIT_MS);
    return book(container, outTradeNo, triesLeft - 1);
  }
}

interface Queued extends Repair {
  difference: ReconciliationDifferenceDTO;
  payment: WechatPaymentDTO | undefined;
}

async function queue(
  container: MedusaContainer,
  lease: Lease,
  { difference, payment, refusal }: Queued,
): Promise<void> {
  const ours = sideOf(difference, difference.our_amount, difference.our_state);
  const theirs = sideOf(difference, difference.their_amount, difference.their_state);
  // A refund that was made elsewhere may have been told of by a notification before.
  const isUnknownRefund = difference.class === "missing_here" && difference.kind === "refund";
  const { kind, subject } = isUnknownRefund
    ? { kind: "unknown_refund" as const, subject: String(theirs?.number) }
    : {
        kind: `bill_${difference.class}` as const,
        subject: subjectOf({ class: difference.class, bill: difference.bill, ours, theirs }),
      };
  await container.resolve<PaymentExceptionModuleService>(PAYMENT_EXCEPTION_MODULE).raise(
    {
      kind,
      subject,
      orderId: payment?.order_id,
      outTradeNo: difference.out_trade_no,
      amountFen: (theirs ?? ours)?.amountFen,
      evidence: {
        bill_date: lease.billDate,
        reconciliation_id: lease.id,
        bill: difference.bill,
        kind: difference.kind,
        out_trade_no: difference.out_trade_no,
        out_refund_no: difference.out_refund_no,
        transaction_id: difference.transaction_id,
        ours: ours && { amount: fromFen(ours.amountFen), state: ours.state },
        theirs: theirs && { amount: fromFen(theirs.amountFen), state: theirs.state },
        ...(refusal !== undefined && { refusal }),
      },
    },
    systemClock.now(),
  );
}

function sideOf(
  difference: ReconciliationDifferenceDTO,
  amount: number | null,
  state: string | null,
): Entry | undefined {
  if (amount === null) return undefined;
  return {
    kind: difference.kind,
    number: difference.out_refund_no ?? difference.out_trade_no,
    outTradeNo: difference.out_trade_no,
    wechatId: difference.transaction_id ?? undefined,
    amountFen: toFen(amount),
    state: state as EntryState,
  };
}

/** Why a run failed, in words that a merchant can pass on. */
export function reasonOf(error: unknown): string {
  if (error instanceof WechatApiError) return `${error.code}: ${error.message}`;
  if (hasErrorCode(error, "wechat_pay.payment_busy")) return "A payment is being settled";
  return messageOf(error);
}
