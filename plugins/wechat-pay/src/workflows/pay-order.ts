import { Modules } from "@medusajs/framework/utils";
import {
  createHook,
  createStep,
  createWorkflow,
  StepResponse,
  transform,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk";
import { useQueryGraphStep } from "@medusajs/medusa/core-flows";
import { addMinutes, roundToFen, systemClock, toFen, type Fen } from "@mall/kernel";
import type { PayParameters } from "@mall/wechat";
import { z } from "zod";
import { WECHAT_PAY_MODULE } from "../modules/wechat-pay";
import { WechatPayErrors } from "../modules/wechat-pay/errors";
import { assertPayable, isPrepayUsable, outTradeNoOf } from "../modules/wechat-pay/rules";
import type { WechatPayModuleService } from "../modules/wechat-pay/service";
import { asCataloguedError } from "../modules/wechat-pay/channel-errors";

export interface PayOrderInput {
  order_id: string;
  customer_id: string;
  auth_identity_id: string;
}

const PROVIDER_PREFIX = "pp_wechat";
const DEFAULT_DEADLINE_MINUTES = 30;

interface OrderToPay {
  id: string;
  status: string;
  display_id: number;
  customer_id: string;
  created_at: string | Date;
  total: number;
  payment_collections: {
    payment_sessions: { id: string; provider_id: string; status: string; amount: number }[];
  }[];
}

const openPaymentStep = createStep(
  "open-wechat-payment",
  async (
    input: PayOrderInput & { order: OrderToPay | undefined; expires_at: Date | undefined },
    { container },
  ) => {
    const { order } = input;
    if (order?.customer_id !== input.customer_id) {
      throw WechatPayErrors.order_not_found(input.order_id);
    }
    const now = systemClock.now();
    const session = order.payment_collections
      .flatMap((collection) => collection.payment_sessions)
      .find(({ provider_id }) => provider_id.startsWith(PROVIDER_PREFIX));
    const amountFen: Fen | undefined = session && roundToFen(session.amount);
    const expiresAt =
      input.expires_at ?? addMinutes(new Date(order.created_at), DEFAULT_DEADLINE_MINUTES);
    assertPayable(
      {
        status: order.status,
        session:
          session && amountFen !== undefined ? { status: session.status, amountFen } : undefined,
        totalFen: roundToFen(order.total),
        expiresAt,
      },
      now,
    );
    if (session === undefined || amountFen === undefined) throw WechatPayErrors.not_payable();
    const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
    const identities = await container
      .resolve(Modules.AUTH)
      .listProviderIdentities({ auth_identity_id: input.auth_identity_id });
    const openid = identities
      .map(({ provider_metadata }) => provider_metadata)
      .find((metadata) => metadata?.appid === service.client.appId)?.openid;
    if (typeof openid !== "string") throw WechatPayErrors.openid_missing();
    const payment = await service.openPayment(
      {
        outTradeNo: outTradeNoOf(session.id),
        paymentSessionId: session.id,
        orderId: order.id,
        openid,
        amountFen,
        description: `订单 ${String(order.display_id)}`,
        expiresAt,
      },
      now,
    );
    return new StepResponse({ out_trade_no: payment.out_trade_no });
  },
);

/** The row is there before WeChat is asked; asking twice with the same number is one payment. */
const prepayStep = createStep(
  "prepay-at-wechat",
  async ({ out_trade_no }: { out_trade_no: string }, { container }) => {
    const service = container.resolve<WechatPayModuleService>(WECHAT_PAY_MODULE);
    const payment = await service.paymentOf(out_trade_no);
    if (payment.state === "paid") throw WechatPayErrors.already_paid();
    if (payment.state === "closed") throw WechatPayErrors.deadline_passed();
    const now = systemClock.now();
    let prepayId = payment.prepay_id;
    if (
      prepayId === null ||
      payment.prepaid_at === null ||
      !isPrepayUsable(payment.prepaid_at, now)
    ) {
      try {
        ({ prepayId } = await service.client.jsapiPrepay({
          outTradeNo: payment.out_trade_no,
          description: payment.description,
          totalFen: toFen(payment.amount),
          openid: payment.openid,
          timeExpire: payment.expires_at,
        }));
      } catch (error) {
        throw asCataloguedError(error);
      }
      await service.recordPrepay(payment.out_trade_no, prepayId, now);
    }
    return new StepResponse<PayParameters>(service.client.payParameters(prepayId));
  },
);

const deadline = z.object({ expires_at: z.coerce.date() }).optional();

/**
 * Prepares the payment of an order that was placed and returns what `wx.requestPayment` takes.
 * May be called again and again until the order is paid or closed.
 *
 * The hook `deadline` tells when the order's payment expires; without it, 30 minutes after the
 * order was placed.
 */
export const payOrderWorkflow = createWorkflow("pay-order-with-wechat", (input: PayOrderInput) => {
  const orders = useQueryGraphStep({
    entity: "order",
    fields: [
      "id",
      "status",
      "display_id",
      "customer_id",
      "created_at",
      "total",
      "payment_collections.payment_sessions.id",
      "payment_collections.payment_sessions.provider_id",
      "payment_collections.payment_sessions.status",
      "payment_collections.payment_sessions.amount",
    ],
    filters: { id: input.order_id, customer_id: input.customer_id },
  });
  const deadlineHook = createHook(
    "deadline",
    { order_id: input.order_id },
    { resultValidator: deadline },
  );
  const payment = openPaymentStep(
    transform({ input, orders, deadline: deadlineHook.getResult() }, (data) => ({
      ...data.input,
      order: data.orders.data[0] as unknown as OrderToPay | undefined,
      expires_at: data.deadline?.expires_at,
    })),
  );
  const parameters = prepayStep(payment);
  return new WorkflowResponse(parameters, { hooks: [deadlineHook] });
});
