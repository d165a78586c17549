import { z } from "zod";
import { WechatMalformedError } from "../errors";
import {
  isText,
  requireFen,
  requireOutTradeNo,
  requireThat,
  requireTransactionId,
} from "../limits";
import { rfc3339 } from "../rfc3339";
import type { WechatSettings } from "../settings/wechat-settings";
import type { MerchantSdk } from "./merchant-sdk";
import { pathSegment, verifiedBody } from "./sdk-transport";
import { parseTransaction, type WechatTransaction } from "./transaction";

/** A JSAPI (mini-program) order. */
export interface JsapiPrepayInput {
  /** 6–32 of `0-9A-Za-z_-|*`; the same number with the same input may be sent again. */
  readonly outTradeNo: string;
  /** What the shopper sees; 1–127 characters. */
  readonly description: string;
  /** Whole fen, at least 1. */
  readonly totalFen: number;
  readonly openid: string;
  /** When WeChat stops accepting the payment; whole seconds. */
  readonly timeExpire?: Date | undefined;
  /** Returned with the transaction; at most 128 characters. */
  readonly attach?: string | undefined;
}

/** The JSAPI orders of WeChat Pay: place, query, close. */
export interface TransactionCalls {
  /** Valid for 2 hours. */
  jsapiPrepay(input: JsapiPrepayInput): Promise<{ prepayId: string }>;
  queryByOutTradeNo(outTradeNo: string): Promise<WechatTransaction>;
  queryByTransactionId(transactionId: string): Promise<WechatTransaction>;
  /** Idempotent. A paid order is refused with `ORDERPAID`. */
  close(outTradeNo: string): Promise<void>;
}

const prepayAnswer = z.object({ prepay_id: z.string().min(1).max(64) });

export function transactionCalls(sdk: MerchantSdk, settings: WechatSettings): TransactionCalls {
  /** A signed answer does not say which question it answers, so the numbers are compared. */
  const readAnswer = (
    output: object,
    isAsked: (transaction: WechatTransaction) => boolean,
  ): WechatTransaction => {
    const transaction = parseTransaction(verifiedBody(output));
    if (!isAsked(transaction) || transaction.mchid !== settings.mchId) {
      throw new WechatMalformedError("WeChat Pay answered with another transaction than asked for");
    }
    return transaction;
  };

  return {
    async jsapiPrepay(input) {
      requirePrepayInput(input);
      const output = await sdk.transactions_jsapi({
        description: input.description,
        out_trade_no: input.outTradeNo,
        ...(input.timeExpire && { time_expire: rfc3339(input.timeExpire) }),
        ...(input.attach !== undefined && { attach: input.attach }),
        notify_url: settings.notifyUrl,
        amount: { total: input.totalFen, currency: "CNY" },
        payer: { openid: input.openid },
      });
      const answer = prepayAnswer.safeParse(verifiedBody(output));
      if (!answer.success) {
        throw new WechatMalformedError("WeChat Pay answered a prepay without a prepay_id");
      }
      return { prepayId: answer.data.prepay_id };
    },
    async queryByOutTradeNo(outTradeNo) {
      requireOutTradeNo(outTradeNo);
      const output = await sdk.query({ out_trade_no: pathSegment(outTradeNo) });
      return readAnswer(output, (answered) => answered.out_trade_no === outTradeNo);
    },
    async queryByTransactionId(transactionId) {
      requireTransactionId(transactionId);
      const output = await sdk.query({ transaction_id: pathSegment(transactionId) });
      return readAnswer(output, (answered) => answered.transaction_id === transactionId);
    },
    async close(outTradeNo) {
      requireOutTradeNo(outTradeNo);
      await sdk.close(pathSegment(outTradeNo));
    },
  };
}

function requirePrepayInput(input: JsapiPrepayInput): void {
  requireOutTradeNo(input.outTradeNo);
  requireThat(isText(input.description, 1, 127), "description must have 1 to 127 characters");
  requireFen("totalFen", input.totalFen);
  requireThat(isText(input.openid, 1, 128), "openid must have 1 to 128 characters");
  requireThat(isText(input.attach ?? "", 0, 128), "attach must have at most 128 characters");
}
