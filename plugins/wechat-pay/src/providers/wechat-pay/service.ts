import { AbstractPaymentProvider, isPresent, PaymentActions } from "@medusajs/framework/utils";
import type {
  AuthorizePaymentInput,
  AuthorizePaymentOutput,
  CancelPaymentInput,
  CancelPaymentOutput,
  CapturePaymentInput,
  CapturePaymentOutput,
  DeletePaymentInput,
  DeletePaymentOutput,
  GetPaymentStatusInput,
  GetPaymentStatusOutput,
  InitiatePaymentInput,
  InitiatePaymentOutput,
  RefundPaymentInput,
  RefundPaymentOutput,
  RetrievePaymentInput,
  RetrievePaymentOutput,
  UpdatePaymentInput,
  UpdatePaymentOutput,
  WebhookActionResult,
} from "@medusajs/framework/types";
import { roundToFen } from "@mall/kernel";
import { createWechatPayClient, type WechatPayClient, type WechatSettings } from "@mall/wechat";
import { WechatPayErrors } from "../../modules/wechat-pay/errors";
import { chargeableFen, outTradeNoOf } from "../../modules/wechat-pay/rules";
import { sessionStatusOf } from "./mapping";
import { settlementOf } from "./settlement";

interface Options {
  settings?: WechatSettings;
}

/**
 * WeChat Pay as a Medusa payment provider. Order first, then pay: authorizing answers
 * `pending_authorization`, so that cart completion places the order; the money comes in later,
 * through the settle-payment workflow only.
 *
 * A session's `data` is partly what the shopper sent, so nothing here trusts it: the number is
 * derived from the session id, and a success is believed only from our own server code.
 */
export class WechatPayProviderService extends AbstractPaymentProvider<Options> {
  static override identifier = "wechat";

  readonly #client: WechatPayClient | undefined;

  constructor(container: Record<string, unknown>, options: Options = {}) {
    super(container, options);
    this.#client = options.settings && createWechatPayClient(options.settings);
  }

  override async initiatePayment(input: InitiatePaymentInput): Promise<InitiatePaymentOutput> {
    this.#configuredClient();
    chargeableFen(input.amount, input.currency_code);
    const outTradeNo = outTradeNoOf(String(input.data?.session_id));
    return Promise.resolve({ id: outTradeNo, data: { out_trade_no: outTradeNo } });
  }

  override async updatePayment(input: UpdatePaymentInput): Promise<UpdatePaymentOutput> {
    chargeableFen(input.amount, input.currency_code);
    return Promise.resolve({ data: { out_trade_no: input.data?.out_trade_no } });
  }

  override async authorizePayment(input: AuthorizePaymentInput): Promise<AuthorizePaymentOutput> {
    const outTradeNo = outTradeNoOf(String(input.context?.idempotency_key));
    const settlement = settlementOf(input.context);
    if (settlement?.out_trade_no !== outTradeNo) {
      return Promise.resolve({
        status: "pending_authorization",
        data: { out_trade_no: outTradeNo },
      });
    }
    return Promise.resolve({ status: "captured", data: { ...settlement } });
  }

  /** JSAPI money is captured by being paid; a payment exists here only after that. */
  override async capturePayment(input: CapturePaymentInput): Promise<CapturePaymentOutput> {
    return Promise.resolve({ data: input.data ?? {} });
  }

  /** Medusa calls this for payments without a capture; paid ones have one and are refunded instead. */
  override async cancelPayment(input: CancelPaymentInput): Promise<CancelPaymentOutput> {
    return Promise.resolve({ data: input.data ?? {} });
  }

  /** Sessions are deleted while a cart is still a cart: nothing was asked of WeChat for them yet. */
  override async deletePayment(input: DeletePaymentInput): Promise<DeletePaymentOutput> {
    return Promise.resolve({ data: input.data ?? {} });
  }

  override async getPaymentStatus(input: GetPaymentStatusInput): Promise<GetPaymentStatusOutput> {
    const transaction = await this.#query(input.data);
    return { status: sessionStatusOf(transaction), data: { ...transaction } };
  }

  override async retrievePayment(input: RetrievePaymentInput): Promise<RetrievePaymentOutput> {
    return { data: { ...(await this.#query(input.data)) } };
  }

  /**
   * Only accepts. Medusa has committed its refund row by now, and that row is what WeChat is asked
   * for, now or after a crash: `src/refunds` takes it over and drives it to its end.
   */
  override async refundPayment(input: RefundPaymentInput): Promise<RefundPaymentOutput> {
    if (roundToFen(input.amount) < 1) throw WechatPayErrors.invalid_amount();
    return Promise.resolve({ data: input.data ?? {} });
  }

  /**
   * Medusa's `/hooks/payment/*` acknowledges before anything is verified or stored. It is no way
   * in for WeChat; notifications have a route of their own.
   */
  override async getWebhookActionAndData(): Promise<WebhookActionResult> {
    return Promise.resolve({ action: PaymentActions.NOT_SUPPORTED });
  }

  #configuredClient(): WechatPayClient {
    if (this.#client === undefined) throw WechatPayErrors.not_configured();
    return this.#client;
  }

  #query(
    data: Record<string, unknown> | undefined,
  ): ReturnType<WechatPayClient["queryByOutTradeNo"]> {
    const outTradeNo = data?.out_trade_no;
    if (!isPresent(outTradeNo)) throw WechatPayErrors.not_payable();
    return this.#configuredClient().queryByOutTradeNo(String(outTradeNo));
  }
}
