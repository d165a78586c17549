import { WechatMalformedError } from "../errors";
import {
  isText,
  requireFen,
  requireOutTradeNo,
  requireThat,
  requireTransactionId,
} from "../limits";
import type { WechatSettings } from "../settings/wechat-settings";
import type { MerchantSdk } from "./merchant-sdk";
import { parseRefund, type WechatRefund } from "./refund";
import { pathSegment, verifiedBody } from "./sdk-transport";

/** The order that is refunded, by either of its numbers. */
export type RefundedOrder =
  | { readonly outTradeNo: string; readonly transactionId?: undefined }
  | { readonly transactionId: string; readonly outTradeNo?: undefined };

/** A refund of a paid order, in whole or in part. */
export type RefundInput = RefundedOrder & {
  /** 1–64 of `0-9A-Za-z_-|*@`. The same number is the same refund; another one refunds again. */
  readonly outRefundNo: string;
  /** Whole fen, at least 1 and at most `totalFen`. */
  readonly refundFen: number;
  /** What the order cost, in whole fen: the `total` of its prepay. */
  readonly totalFen: number;
  /** What the shopper reads; at most 80 characters. */
  readonly reason?: string | undefined;
  /** Where REFUND events go; the address of the settings when left out. No query. */
  readonly notifyUrl?: string | undefined;
};

/** Refunds of WeChat Pay: up to 50 per order, within a year of the payment. */
export interface RefundCalls {
  /**
   * Asks for a refund. WeChat refunds later: the answer is mostly `PROCESSING`.
   *
   * **A retry is the same call with the same `outRefundNo`**: after an unknown outcome, after
   * `NOT_ENOUGH`, after anything. WeChat refunds once per number, so a new number for the same
   * intent pays the shopper twice.
   *
   * @throws WechatApiError `NOT_ENOUGH` when the merchant's balance is too low: not `retryable`,
   *   because it fails until somebody tops it up; then the same number is sent again
   */
  refund(input: RefundInput): Promise<WechatRefund>;
  /** @throws WechatApiError `RESOURCE_NOT_EXISTS` when WeChat does not know the number */
  queryRefund(outRefundNo: string): Promise<WechatRefund>;
  /**
   * Ends an `ABNORMAL` refund by paying it into the merchant's own bank account; the merchant then
   * pays the shopper some other way.
   */
  applyAbnormalRefund(input: {
    readonly refundId: string;
    readonly outRefundNo: string;
  }): Promise<WechatRefund>;
}

const PATH = "/v3/refund/domestic/refunds";

export function refundCalls(sdk: MerchantSdk, settings: WechatSettings): RefundCalls {
  return {
    async refund(input) {
      requireRefundInput(input);
      const { outRefundNo, refundFen, totalFen, reason } = input;
      const output = await sdk.refunds({
        ...orderKey(input),
        out_refund_no: outRefundNo,
        ...(reason !== undefined && { reason }),
        notify_url: input.notifyUrl ?? settings.notifyUrl,
        amount: { refund: refundFen, total: totalFen, currency: "CNY" },
      });
      return requireAsked(
        parseRefund(verifiedBody(output)),
        (refund) =>
          refund.out_refund_no === outRefundNo &&
          refund.amount.refund === refundFen &&
          refund.amount.total === totalFen &&
          [refund.out_trade_no, undefined].includes(input.outTradeNo) &&
          [refund.transaction_id, undefined].includes(input.transactionId),
      );
    },
    async queryRefund(outRefundNo) {
      requireOutRefundNo(outRefundNo);
      const output = await sdk.find_refunds(pathSegment(outRefundNo));
      return requireAsked(
        parseRefund(verifiedBody(output)),
        (refund) => refund.out_refund_no === outRefundNo,
      );
    },
    async applyAbnormalRefund({ refundId, outRefundNo }) {
      requireThat(/^[0-9A-Za-z]{1,32}$/.test(refundId), "refundId is malformed");
      requireOutRefundNo(outRefundNo);
      const output = await sdk.post(`${PATH}/${refundId}/apply-abnormal-refund`, {
        out_refund_no: outRefundNo,
        type: "MERCHANT_BANK_CARD",
      });
      return requireAsked(
        parseRefund(verifiedBody(output)),
        (refund) => refund.out_refund_no === outRefundNo && refund.refund_id === refundId,
      );
    },
  };
}

/** A signed answer does not say which question it answers, so numbers and amounts are compared. */
function requireAsked(
  refund: WechatRefund,
  isAsked: (refund: WechatRefund) => boolean,
): WechatRefund {
  if (!isAsked(refund)) {
    throw new WechatMalformedError("WeChat Pay answered with another refund than asked for");
  }
  return refund;
}

function orderKey(order: RefundedOrder): { transaction_id: string } | { out_trade_no: string } {
  return order.transactionId === undefined
    ? { out_trade_no: order.outTradeNo }
    : { transaction_id: order.transactionId };
}

function requireRefundInput(input: RefundInput): void {
  requireThat(
    (input.outTradeNo === undefined) !== (input.transactionId === undefined),
    "a refund names its order by exactly one of outTradeNo and transactionId",
  );
  if (input.outTradeNo !== undefined) requireOutTradeNo(input.outTradeNo);
  if (input.transactionId !== undefined) requireTransactionId(input.transactionId);
  requireOutRefundNo(input.outRefundNo);
  requireFen("refundFen", input.refundFen);
  requireFen("totalFen", input.totalFen);
  requireThat(input.refundFen <= input.totalFen, "refundFen must be at most totalFen");
  requireThat(isText(input.reason ?? "-", 1, 80), "reason must have 1 to 80 characters");
  requireThat(
    input.notifyUrl === undefined || /^https?:\/\/[^?#\s]{1,247}$/.test(input.notifyUrl),
    "notifyUrl must be an address of at most 255 characters without a query",
  );
}

function requireOutRefundNo(outRefundNo: string): void {
  requireThat(
    /^[0-9A-Za-z_\-|*@]{1,64}$/.test(outRefundNo),
    "outRefundNo must have 1 to 64 characters of 0-9 A-Z a-z _ - | * @",
  );
}
