import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { ask, eventually, type Json } from "./support/control";
import type { PayAnswer } from "./support/merchant";
import { DAY, HandClock, HOUR, openShop, type OpenOrder, type Shop } from "./support/shop";

let shop: Shop;
let clock: HandClock;
beforeAll(async () => {
  clock = new HandClock();
  shop = await openShop({ clock, refundProcessingMs: 0 });
});
afterAll(() => shop.close());
beforeEach(async () => {
  await ask(shop.simulator, "POST", "/reset", {});
  await ask(shop.simulator, "PUT", "/faults", {});
});

const setFaults = (faults: object) => ask(shop.simulator, "PUT", "/faults", faults);
const sha1 = (bytes: Buffer): string => createHash("sha1").update(bytes).digest("hex");
const today = (): string => new Date(clock.now().getTime() + 8 * HOUR).toISOString().slice(0, 10);

const tradeBill = (query: Record<string, string> = {}): Promise<PayAnswer> =>
  announced("tradebill", query);
const flowBill = (query: Record<string, string> = {}): Promise<PayAnswer> =>
  announced("fundflowbill", query);
const announced = (kind: string, query: Record<string, string>): Promise<PayAnswer> => {
  const search = new URLSearchParams({ bill_date: today(), ...query }).toString();
  return shop.merchant.call("GET", `/v3/bill/${kind}?${search}`);
};

interface Bill {
  columns: string[];
  rows: Record<string, string>[];
  summary: Record<string, string>;
}

/** A description may hold commas: values end where a comma and a backtick meet. */
function zip(columns: string[], line: string): Record<string, string> {
  expect(line.startsWith("`")).toBe(true);
  const values = line.slice(1).split(",`");
  expect(values).toHaveLength(columns.length);
  return Object.fromEntries(columns.map((column, at) => [column, values[at]!]));
}

/** Reads the text as the documents describe it. */
function read(text: string, summaryStart: string): Bill {
  expect(text.startsWith("\uFEFF")).toBe(true);
  expect(text.endsWith("\r\n")).toBe(true);
  const lines = text.slice(1, -2).split("\r\n");
  const summaryAt = lines.findIndex((line) => line.startsWith(summaryStart));
  const columns = lines[0]!.split(",");
  return {
    columns,
    rows: lines.slice(1, summaryAt).map((line) => zip(columns, line)),
    summary: zip(lines[summaryAt]!.split(","), lines[summaryAt + 1]!),
  };
}

/** Announced, downloaded, checked against its hash, and read. */
async function fetched(answer: PayAnswer): Promise<Bill> {
  expect(answer.status).toBe(200);
  const { bytes } = await shop.merchant.download(answer.json.download_url);
  expect(sha1(bytes)).toBe(answer.json.hash_value);
  const flow = bytes.toString("utf8").includes("资金流水总笔数");
  return read(bytes.toString("utf8"), flow ? "资金流水总笔数" : "总交易单数");
}

const refund = async ({ request }: OpenOrder, amount: number, more: object = {}): Promise<Json> => {
  const currency = "CNY";
  const part = { amount: { refund: amount, total: 3990, currency }, ...more };
  return (await shop.merchant.refund(request, part)).json;
};

/** The same, waited for. */
async function settledRefund(order: OpenOrder, amount: number): Promise<Json> {
  const { out_refund_no } = await refund(order, amount);
  return eventually(async () => {
    const { json } = await shop.merchant.queryRefund(out_refund_no);
    return json.status !== "PROCESSING" && json;
  });
}

describe("The trade bill", () => {
  it("is announced signed, and downloaded unsigned as the bytes of its hash", async () => {
    await shop.paidOrder();
    const answer = await tradeBill();
    expect(answer.headers.get("wechatpay-signature")).toMatch(/./);
    expect(answer.json).toEqual({
      hash_type: "SHA1",
      hash_value: expect.stringMatching(/^[0-9a-f]{40}$/),
      download_url: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:\d+\/v3\/billdownload\/file\?token=[0-9a-f]{32}$/,
      ),
    });
    expect(answer.json.download_url.startsWith(shop.simulator.url)).toBe(true);
    const { headers, bytes } = await shop.merchant.download(answer.json.download_url);
    expect(headers.get("wechatpay-signature")).toBeNull();
    expect(sha1(bytes)).toBe(answer.json.hash_value);
  });

  it("has 27 columns, a line for every payment and refund of the day, and their sums", async () => {
    const first = await shop.paidOrder({ attach: "cart-7", description: "苹果, 5斤\n装" });
    const second = await shop.paidOrder();
    await shop.openOrder();
    const { transaction_id, refund_id, out_refund_no } = await settledRefund(second, 990);
    const { columns, rows, summary } = await fetched(await tradeBill());
    expect(columns).toHaveLength(27);
    const { appId, mchId } = shop.merchant.credentials;
    const shared = {
      交易时间: "2026-03-05 12:00:00",
      公众账号ID: appId,
      商户号: mchId,
      特约商户号: "0",
      设备号: "",
      交易类型: "JSAPI",
      付款银行: "OTHERS",
      货币种类: "CNY",
      代金券金额: "0.00",
      充值券退款金额: "0.00",
      手续费: "0.00000",
      费率: "0.00%",
      费率备注: "",
    };
    const paid = {
      ...shared,
      交易状态: "SUCCESS",
      应结订单金额: "39.90",
      订单金额: "39.90",
      微信退款单号: "0",
      商户退款单号: "0",
      退款金额: "0.00",
      申请退款金额: "0.00",
      退款类型: "",
      退款状态: "",
    };
    expect(rows).toEqual([
      {
        ...paid,
        微信订单号: expect.stringMatching(/^4200\d{24}$/),
        商户订单号: first.outTradeNo,
        用户标识: first.openid,
        商品名称: "苹果, 5斤 装",
        商户数据包: "cart-7",
      },
      {
        ...paid,
        微信订单号: transaction_id,
        商户订单号: second.outTradeNo,
        用户标识: second.openid,
        商品名称: "赣南脐橙 5斤装",
        商户数据包: "",
      },
      {
        ...shared,
        交易状态: "REFUND",
        应结订单金额: "0.00",
        订单金额: "0.00",
        微信订单号: transaction_id,
        商户订单号: second.outTradeNo,
        用户标识: second.openid,
        微信退款单号: refund_id,
        商户退款单号: out_refund_no,
        退款金额: "9.90",
        申请退款金额: "9.90",
        退款类型: "ORIGINAL",
        退款状态: "SUCCESS",
        商品名称: "赣南脐橙 5斤装",
        商户数据包: "",
      },
    ]);
    expect(summary).toEqual({
      总交易单数: "3",
      应结订单总金额: "79.80",
      退款总金额: "9.90",
      充值券退款总金额: "0.00",
      手续费总金额: "0.00000",
      订单总金额: "79.80",
      申请退款总金额: "9.90",
    });
  });

  it("tells each refund as it stood when the day ended", async () => {
    await setFaults({
      refund_stuck: { count: 1 },
      refund_abnormal: { probability: 1 },
    });
    const order = await shop.paidOrder();
    const stuck = await refund(order, 1);
    await settledRefund(order, 2);
    await setFaults({ refund_closed: { count: 1 } });
    await settledRefund(order, 3);
    const day = today();
    clock.advance(DAY);
    const decided = { out_refund_no: stuck.out_refund_no, outcome: "success" };
    await ask(shop.simulator, "POST", "/refund", decided);
    const { rows } = await fetched(await tradeBill({ bill_date: day, bill_type: "REFUND" }));
    expect(rows.map((row) => [row.退款金额, row.退款状态])).toEqual([
      ["0.01", "PROCESSING"],
      ["0.02", "CHANGE"],
      ["0.03", "FAIL"],
    ]);
  });

  it("of the types SUCCESS and REFUND has only such lines, with their own columns", async () => {
    const order = await shop.paidOrder();
    const { out_refund_no } = await settledRefund(order, 3990);
    const success = await fetched(await tradeBill({ bill_type: "SUCCESS" }));
    const refunds = await fetched(await tradeBill({ bill_type: "REFUND" }));
    expect(success.columns).toHaveLength(20);
    expect(success.rows.map((row) => row.商户订单号)).toEqual([order.outTradeNo]);
    expect(refunds.columns).toHaveLength(29);
    expect(refunds.rows).toMatchObject([
      { 商户退款单号: out_refund_no, 退款成功时间: `${today()} 12:00:00` },
    ]);
  });

  it("belongs to a day in China, from midnight to midnight", async () => {
    const midnight = Date.parse("2026-03-20T00:00:00+08:00");
    clock.advance(midnight - 1 - clock.now().getTime());
    const before = await shop.paidOrder();
    clock.advance(1);
    const after = await shop.paidOrder();
    const numbers = async (bill_date: string) =>
      (await fetched(await tradeBill({ bill_date }))).rows.map((row) => row.商户订单号);
    expect(await numbers("2026-03-19")).toEqual([before.outTradeNo]);
    expect(await numbers("2026-03-20")).toEqual([after.outTradeNo]);
    expect((await tradeBill({ bill_date: "2026-03-18" })).json.code).toBe("NO_STATEMENT_EXIST");
  });

  it("is packed when asked, under the hash of what was packed", async () => {
    await shop.paidOrder();
    const { json } = await tradeBill({ tar_type: "GZIP" });
    const { bytes } = await shop.merchant.download(json.download_url);
    expect(sha1(gunzipSync(bytes))).toBe(json.hash_value);
  });

  it.each([
    [{ bill_date: "20260305" }, "/bill_date"],
    [{ bill_date: "2026-02-30" }, "/bill_date"],
    [{ bill_date: "2025-01-01" }, "/bill_date"],
    [{ bill_date: "2027-01-01" }, "/bill_date"],
    [{ bill_type: "SOME" }, "/bill_type"],
    [{ tar_type: "ZIP" }, "/tar_type"],
  ])("with %j is PARAM_ERROR", async (query: Record<string, string>, field) => {
    const { status, json } = await tradeBill(query);
    expect([status, json.code, json.detail.field]).toEqual([400, "PARAM_ERROR", field]);
  });
});

describe("The fund-flow bill", () => {
  it("has a line for everything that moved, with the balance that it left", async () => {
    const order = await shop.paidOrder();
    const { transaction_id, refund_id, out_refund_no } = await refund(order, 990);
    clock.advance(1000);
    await ask(shop.simulator, "PUT", "/balance", { available: 5000 });
    clock.advance(1000);
    await ask(shop.simulator, "PUT", "/balance", { available: 0 });
    const { columns, rows, summary } = await fetched(await flowBill());
    expect(columns).toHaveLength(11);
    const facts = rows.map((row) => [
      row.微信支付业务单号,
      row.业务名称,
      row.收支类型,
      row["收支金额(元)"],
      row["账户结余(元)"],
      row.业务凭证号,
    ]);
    expect(facts).toEqual([
      [transaction_id, "交易", "收入", "39.90", "39.90", order.outTradeNo],
      [refund_id, "退款", "支出", "9.90", "30.00", out_refund_no],
      [expect.any(String), "充值", "收入", "20.00", "50.00", expect.any(String)],
      [expect.any(String), "提现", "支出", "50.00", "0.00", expect.any(String)],
    ]);
    expect(summary).toEqual({
      资金流水总笔数: "4",
      收入笔数: "2",
      收入金额: "59.90",
      支出笔数: "2",
      支出金额: "59.90",
    });
  });

  it("shows a closed refund going out and coming back, and begins with yesterday's balance", async () => {
    await shop.paidOrder();
    clock.advance(DAY);
    await setFaults({ refund_closed: { count: 1 } });
    await settledRefund(await shop.paidOrder(), 990);
    const { rows } = await fetched(await flowBill());
    expect(rows.map((row) => [row.收支类型, row["收支金额(元)"]]).sort()).toEqual([
      ["支出", "9.90"],
      ["收入", "39.90"],
      ["收入", "9.90"],
    ]);
    expect(rows.at(-1)!["账户结余(元)"]).toBe("79.80");
  });

  it("of an account without movements does not exist", async () => {
    await shop.paidOrder();
    for (const account_type of ["OPERATION", "FEES"]) {
      const { status, json } = await flowBill({ account_type });
      expect([status, json.code]).toEqual([400, "NO_STATEMENT_EXIST"]);
    }
  });
});

describe("A download", () => {
  it("needs a token that is known and younger than five minutes", async () => {
    await shop.paidOrder();
    const { json } = await tradeBill();
    const { pathname, search } = new URL(json.download_url);
    clock.advance(5 * 60 * 1000);
    const late = await shop.merchant.call("GET", pathname + search);
    const unknown = await shop.merchant.call("GET", `${pathname}?token=0`);
    for (const { status, json: refused } of [late, unknown]) {
      expect([status, refused.code]).toEqual([400, "INVALID_REQUEST"]);
    }
  });

  it("has to be signed like any other request", async () => {
    await shop.paidOrder();
    const { json } = await tradeBill();
    const response = await fetch(json.download_url, { headers: { Accept: "*/*" } });
    expect(response.status).toBe(401);
  });
});

describe("Faults of bills", () => {
  it("bill_wrong_hash: the file is another than announced", async () => {
    await setFaults({ bill_wrong_hash: { count: 1 } });
    await shop.paidOrder();
    const { json } = await tradeBill();
    const { bytes } = await shop.merchant.download(json.download_url);
    expect(sha1(bytes)).not.toBe(json.hash_value);
    await fetched(await tradeBill());
  });

  it("tampered_answer: one bit of the file is another, packed or not", async () => {
    await shop.paidOrder();
    await setFaults({ tampered_answer: { count: 1, route: "GET /v3/billdownload/*" } });
    const { json } = await tradeBill();
    const changed = await shop.merchant.download(json.download_url);
    const whole = await shop.merchant.download(json.download_url);
    expect(sha1(changed.bytes)).not.toBe(json.hash_value);
    expect(sha1(whole.bytes)).toBe(json.hash_value);
  });

  it.each([
    ["bill_missing_row", { row: 1 }, (rows: number[]) => rows.filter((_, at) => at !== 1)],
    ["bill_wrong_amount", { row: 1 }, (rows: number[]) => [rows[0], rows[1]! + 1, rows[2]]],
    ["bill_extra_row", {}, (rows: number[]) => [...rows, 100]],
  ])("%s: sound in itself, and not what the books say", async (name, more, expected) => {
    const order = await shop.paidOrder();
    await shop.paidOrder();
    await refund(order, 990);
    await setFaults({ [name]: { count: 2, ...more } });
    const fen = (yuan: string | undefined): number => Number((yuan ?? "").replace(".", ""));
    const trade = await fetched(await tradeBill());
    const amounts = trade.rows.map((row) => fen(row.订单金额) + fen(row.退款金额));
    expect(amounts).toEqual(expected([3990, 3990, 990]));
    expect(trade.summary.总交易单数).toBe(String(amounts.length));
    const flow = await fetched(await flowBill());
    const moved = flow.rows.map((row) => fen(row["收支金额(元)"]));
    expect(moved).toEqual(expected([3990, 3990, 990]));
    const { summary } = flow;
    expect(fen(summary.收入金额) + fen(summary.支出金额)).toBe(moved.reduce((a, b) => a + b));
    expect((await fetched(await tradeBill())).rows).toHaveLength(3);
  });
});

describe("Bills on the next day only", () => {
  it("are being made until ten in the morning", async () => {
    const slow = new HandClock();
    const strict = await openShop({ clock: slow, billsNextDay: true });
    await strict.paidOrder();
    const ask10 = () =>
      strict.merchant.call("GET", "/v3/bill/tradebill?bill_date=2026-03-05&bill_type=ALL");
    expect((await ask10()).json.code).toBe("STATEMENT_CREATING");
    slow.advance(22 * HOUR);
    expect((await ask10()).status).toBe(200);
    await strict.close();
  });
});
