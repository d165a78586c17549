import {
  WechatApiError,
  type FundFlowBillRow,
  type TradeBillRow,
  type WechatPayClient,
} from "@mall/wechat";

/** WeChat's side of a day, proven; nothing where nothing happened. */
export interface Bills {
  trade: AsyncIterable<TradeBillRow>;
  fundFlow: AsyncIterable<FundFlowBillRow>;
}

/**
 * The bills of a day. They are downloaded as they are read.
 *
 * @throws WechatApiError `STATEMENT_CREATING` when they are not ready
 */
export async function billsOf(client: WechatPayClient, date: string): Promise<Bills> {
  return {
    trade: await orNothing(async () =>
      client.downloadBill(await client.requestTradeBill({ date, type: "ALL" })),
    ),
    fundFlow: await orNothing(async () =>
      client.downloadBill(await client.requestFundFlowBill({ date, accountType: "BASIC" })),
    ),
  };
}

async function orNothing<Row>(
  request: () => Promise<AsyncIterable<Row>>,
): Promise<AsyncIterable<Row>> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof WechatApiError && error.code === "NO_STATEMENT_EXIST") return nothing();
    throw error;
  }
}

async function* nothing(): AsyncGenerator<never> {
  // A day without trade has no bill, and therefore no rows.
}
