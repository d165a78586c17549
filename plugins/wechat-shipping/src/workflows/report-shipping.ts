import {
  createHook,
  createStep,
  createWorkflow,
  StepResponse,
  transform,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk";
import { useQueryGraphStep } from "@medusajs/medusa/core-flows";
import { WechatApiError, WechatMalformedError, WechatTransportError } from "@mall/wechat";
import { z } from "zod";
import { WECHAT_SHIPPING_MODULE } from "../modules/wechat-shipping";
import { decideReport, isAboutTheOrder } from "../modules/wechat-shipping/rules";
import type { WechatShippingModuleService } from "../modules/wechat-shipping/service";
import { orderShippingFields, toShippedOrder, type LoadedOrder } from "./order-shipping";

interface ReportShippingInput {
  order_id: string;
  /** The carrier that the merchant named, for parcels that do not tell theirs. */
  express_company: string | null;
  /** ISO 8601, taken before the order is read: of two reports WeChat keeps the later one. */
  now: string;
}

/** What came of an attempt; a `refused` one is useless to repeat until somebody does something. */
export type ReportOutcome =
  | { kind: "uploaded" | "not_due" }
  | { kind: "refused" | "unanswered"; reason: string };

/** The payments of an order that WeChat has taken. */
const payments = z.array(z.object({ transaction_id: z.string(), openid: z.string() })).optional();

type Payments = NonNullable<z.infer<typeof payments>>;

/** Uploading is safe to repeat: what WeChat has already is "unchanged". */
const uploadStep = createStep(
  "upload-shipping-info",
  async (
    input: ReportShippingInput & { order: LoadedOrder | undefined; payments: Payments },
    { container },
  ): Promise<StepResponse<ReportOutcome>> => {
    if (input.order === undefined || input.payments.length === 0) {
      return new StepResponse<ReportOutcome>({ kind: "not_due" });
    }
    const decision = decideReport(toShippedOrder(input.order), input.express_company ?? undefined);
    if (decision.kind === "not_due") return new StepResponse<ReportOutcome>({ kind: "not_due" });
    if (decision.kind === "unknown_carrier") {
      const reason = `unknown_carrier: ${decision.trackingNo}`;
      return new StepResponse<ReportOutcome>({ kind: "refused", reason });
    }
    const { client } = container.resolve<WechatShippingModuleService>(WECHAT_SHIPPING_MODULE);
    try {
      for (const { transaction_id: transactionId, openid } of input.payments) {
        await client.uploadShippingInfo({
          orderKey: { transactionId },
          ...decision.report,
          uploadTime: new Date(input.now),
          openid,
        });
      }
    } catch (error) {
      return new StepResponse(outcomeOf(error));
    }
    return new StepResponse<ReportOutcome>({ kind: "uploaded" });
  },
);

/** What the client threw, as far as it is WeChat's; anything else is a bug and is thrown on. */
function outcomeOf(error: unknown): ReportOutcome {
  if (error instanceof WechatApiError) {
    const isFinal = !error.retryable && isAboutTheOrder(error.code);
    return { kind: isFinal ? "refused" : "unanswered", reason: error.message };
  }
  if (error instanceof WechatTransportError || error instanceof WechatMalformedError) {
    return { kind: "unanswered", reason: error.message };
  }
  // A limit of WeChat's that the data of this order break; nothing was sent.
  if (error instanceof RangeError) return { kind: "refused", reason: error.message };
  throw error;
}

/**
 * Tells WeChat how an order was shipped, as it stands in Medusa now.
 *
 * The hook `payments` tells which payments WeChat has taken for it; without any there is nothing to
 * report.
 */
export const reportShippingWorkflow = createWorkflow(
  "report-shipping-to-wechat",
  (input: ReportShippingInput) => {
    const orders = useQueryGraphStep({
      entity: "order",
      fields: orderShippingFields,
      filters: { id: input.order_id },
    });
    const paymentsHook = createHook(
      "payments",
      { order_id: input.order_id },
      { resultValidator: payments },
    );
    const outcome = uploadStep(
      transform({ input, orders, payments: paymentsHook.getResult() }, (data) => ({
        ...data.input,
        order: data.orders.data[0] as unknown as LoadedOrder | undefined,
        payments: data.payments ?? [],
      })),
    );
    return new WorkflowResponse(outcome, { hooks: [paymentsHook] });
  },
);
