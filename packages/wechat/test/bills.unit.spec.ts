import { createHash } from "node:crypto";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import {
  type FundFlowBillInput,
  WechatApiError,
  type WechatBill,
  WechatMalformedError,
} from "@mall/wechat";
import fc from "fast-check";
import { fundFlowBill, movement, payment, refund, tradeBill } from "./fixture/bill";
import {
  generateKeys,
  type Keys,
  type Merchant,
  openMerchant,
  TIMEOUT_MS,
} from "./fixture/merchant";

const TRADE = "GET /v3/bill/tradebill";
const FUND_FLOW = "GET /v3/bill/fundflowbill";
const DAY = { date: "2026-02-28", type: "ALL" } as const;

let keys: Keys;
let merchant: Merchant;

beforeAll(async () => {
  keys = await generateKeys();
});
beforeEach(async () => {
  merchant = await openMerchant(keys);
});
afterEach(() => merchant.server.stop());

const rows = [payment(), refund(), payment({ outTradeNo: "ORDER_2", productName: "苹果,`梨" })];

/** Lets WeChat announce a bill, and serve these bytes for it. */
function announce(bill: Buffer, served: Buffer = bill, route = TRADE): void {
  merchant.world.files["token-1"] = served;
  merchant.world.answers[route] = {
    status: 200,
    body: {
      hash_type: "SHA1",
      hash_value: createHash("sha1").update(bill).digest("hex").toUpperCase(),
      // The live host, as WeChat writes it: it is replaced by the one of the settings.
      download_url: "https://api.mch.weixin.qq.com/v3/billdownload/file?token=token-1&tartype=gzip",
    },
  };
}

async function collect<Row>(all: AsyncIterable<Row>): Promise<Row[]> {
  const collected: Row[] = [];
  for await (const row of all) collected.push(row);
  return collected;
}

const failure = (call: Promise<unknown>) =>
  call.then(
    () => "no failure",
    (error: unknown) => error,
  );
const requested = () => merchant.client.requestTradeBill(DAY);
const downloaded = async () => collect(merchant.client.downloadBill(await requested()));

/** Bill files that this process has open (where /proc tells), and directories that stay. */
async function leftOvers(): Promise<string[]> {
  const links = existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd") : [];
  const open = links.flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return []; // The descriptor that read the directory.
    }
  });
  const isBill = (name: string) => name.includes("wechat-bill-");
  let directories = readdirSync(tmpdir()).filter(isBill);
  if (directories.length > 0) {
    // Of another process perhaps, which has one for a moment.
    await wait(200);
    const later = readdirSync(tmpdir());
    directories = directories.filter((name) => later.includes(name));
  }
  return [...open.filter(isBill), ...directories];
}

describe("a bill", () => {
  it("is announced with its hash, and asked for packed", async () => {
    announce(tradeBill(rows));
    const bill = await requested();
    expect(bill).toMatchObject({
      kind: "trade",
      hashType: "SHA1",
      hashValue: createHash("sha1").update(tradeBill(rows)).digest("hex"),
    });
    expect(merchant.server.requests.at(0)?.path).toBe(
      "/v3/bill/tradebill?bill_date=2026-02-28&bill_type=ALL&tar_type=GZIP",
    );
    await merchant.client.requestTradeBill({ ...DAY, gzip: false });
    expect(merchant.server.requests.at(-1)?.path).toBe(
      "/v3/bill/tradebill?bill_date=2026-02-28&bill_type=ALL",
    );
  });

  it("of funds names its account", async () => {
    const movements = [movement(), movement({ direction: "expense", amountFen: 18 })];
    announce(fundFlowBill(movements), gzipSync(fundFlowBill(movements)), FUND_FLOW);
    const bill = await merchant.client.requestFundFlowBill({
      date: "2026-02-28",
      accountType: "BASIC",
    });
    await expect(collect(merchant.client.downloadBill(bill))).resolves.toEqual(movements);
    expect(merchant.server.requests.at(0)?.path).toBe(
      "/v3/bill/fundflowbill?account_type=BASIC&bill_date=2026-02-28&tar_type=GZIP",
    );
  });

  it.each(["NO_STATEMENT_EXIST", "STATEMENT_CREATING"])("that is not there is %s", async (code) => {
    merchant.world.answers[TRADE] = { status: 400, body: { code, message: "账单" } };
    const error = await failure(requested());
    expect(error).toBeInstanceOf(WechatApiError);
    expect(error).toMatchObject({ code, retryable: code === "STATEMENT_CREATING" });
  });

  it.each(["", "20260228", "2026-2-28", "2026-02-29", "2026-13-01", "2026-02-28 ", "2026-02-28&a"])(
    "is of a day, not of %j",
    async (date) => {
      await expect(merchant.client.requestTradeBill({ ...DAY, date })).rejects.toThrow(RangeError);
      const input: FundFlowBillInput = { date, accountType: "BASIC" };
      await expect(merchant.client.requestFundFlowBill(input)).rejects.toThrow(RangeError);
      expect(merchant.server.requests).toHaveLength(0);
    },
  );

  it.each([
    ["another hash", { hash_type: "MD5" }],
    ["a short hash", { hash_value: "abc" }],
    ["no address", { download_url: undefined }],
    ["an address of something else", { download_url: "https://api.mch.weixin.qq.com/v3/pay" }],
  ])("announced with %s is malformed", async (_what, change) => {
    announce(tradeBill(rows));
    const body = merchant.world.answers[TRADE]?.body as object;
    merchant.world.answers[TRADE] = { status: 200, body: { ...body, ...change } };
    expect(await failure(requested())).toBeInstanceOf(WechatMalformedError);
  });
});

describe("a downloaded bill", () => {
  it.each([
    ["packed", gzipSync],
    ["plain", (bytes: Buffer) => bytes],
  ])("is read when it comes %s", async (_how, pack) => {
    announce(tradeBill(rows), pack(tradeBill(rows)));
    await expect(downloaded()).resolves.toEqual(rows);
    // The fixture answers only what is signed as it was sent.
    expect(merchant.server.requests.at(-1)?.path).toBe(
      "/v3/billdownload/file?token=token-1&tartype=gzip",
    );
    await expect(leftOvers()).resolves.toEqual([]);
  });

  it("is read when the packing is only the transport's", async () => {
    announce(tradeBill(rows), gzipSync(tradeBill(rows)));
    merchant.world.distort = (reply, request) =>
      request.path.includes("billdownload")
        ? { ...reply, headers: { ...reply.headers, "Content-Encoding": "gzip" } }
        : reply;
    await expect(downloaded()).resolves.toEqual(rows);
  });

  it("can be downloaded again, and only when it is iterated", async () => {
    announce(tradeBill(rows));
    const all = merchant.client.downloadBill(await requested());
    const downloads = () =>
      merchant.server.requests.filter(({ path }) => path.includes("billdownload")).length;
    expect(downloads()).toBe(0);
    await expect(collect(all)).resolves.toHaveLength(3);
    await expect(collect(all)).resolves.toHaveLength(3);
    expect(downloads()).toBe(2);
  });

  it("may take longer than the deadline as long as it keeps coming", async () => {
    announce(tradeBill(rows));
    merchant.world.distort = (reply, request) =>
      request.path.includes("billdownload") ? { ...reply, pauseMs: TIMEOUT_MS / 3 } : reply;
    const started = performance.now();
    await expect(downloaded()).resolves.toEqual(rows);
    expect(performance.now() - started).toBeGreaterThan(TIMEOUT_MS * 1.2);
  });

  it("of no rows has none", async () => {
    announce(tradeBill([]));
    await expect(downloaded()).resolves.toEqual([]);
  });

  it("leaves nothing behind when its reader stops early", async () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      payment({ outTradeNo: `ORDER_${index}` }),
    );
    announce(tradeBill(many));
    for await (const row of merchant.client.downloadBill(await requested())) {
      expect(row.outTradeNo).toBe("ORDER_0");
      break;
    }
    await expect(leftOvers()).resolves.toEqual([]);
  });
});

describe("not one row is handed out", () => {
  /** The rows that came before the failure, which must be none. */
  async function refused(): Promise<unknown> {
    const seen: unknown[] = [];
    const error = await failure(
      (async () => {
        for await (const row of merchant.client.downloadBill(await requested())) seen.push(row);
      })(),
    );
    expect(seen).toEqual([]);
    await expect(leftOvers()).resolves.toEqual([]);
    return error;
  }

  it("when any bit of the file was flipped on the way", async () => {
    const bill = tradeBill(rows);
    await fc.assert(
      fc.asyncProperty(fc.nat(bill.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(bill);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        announce(bill, changed);
        expect(await refused()).toBeInstanceOf(WechatMalformedError);
      }),
      { numRuns: 60 },
    );
  });

  it("when any bit of the packed content was flipped on the way", async () => {
    const bill = tradeBill(rows);
    const packed = gzipSync(bill);
    // The ten bytes of gzip's own header say nothing about the content.
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 80, max: packed.length * 8 - 1 }), async (bit) => {
        const changed = Buffer.from(packed);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        announce(bill, changed);
        expect(await refused()).toBeInstanceOf(WechatMalformedError);
      }),
      { numRuns: 60 },
    );
  });

  it("when the file ends early, packed or not", async () => {
    const bill = tradeBill(rows);
    for (const served of [
      bill.subarray(0, -20),
      gzipSync(bill).subarray(0, -20),
      Buffer.alloc(0),
    ]) {
      announce(bill, served);
      expect(await refused()).toBeInstanceOf(WechatMalformedError);
    }
  });

  it("when the file is another merchant's, whole and well-formed", async () => {
    announce(tradeBill(rows), tradeBill([payment({ mchId: "1900000002" })]));
    expect(await refused()).toBeInstanceOf(WechatMalformedError);
  });

  it("when the summary at the end disagrees with the rows, although the hash is right", async () => {
    const text = tradeBill(rows).toString("utf8").replace("`3,", "`4,");
    announce(Buffer.from(text));
    const error = await refused();
    expect(error).toBeInstanceOf(WechatMalformedError);
    expect(String(error)).toContain("总交易单数 4");
  });

  it("when the file is no UTF-8", async () => {
    const bill = Buffer.concat([tradeBill(rows).subarray(0, -2), Buffer.from([0xff, 0x0d, 0x0a])]);
    announce(bill);
    expect(await refused()).toBeInstanceOf(WechatMalformedError);
  });

  it.each([
    ["is cut off", { cutOff: true }, "cut_off"],
    ["does not come", { delayMs: 2000 }, "timeout"],
    ["comes to a halt", { pauseMs: 2000 }, "timeout"],
    ["is redirected", { status: 302 }, "redirect"],
    ["is a gateway's error", { status: 502 }, "server_error"],
    ["is an unsigned refusal", { status: 403 }, "unsigned_answer"],
  ])("when the download %s", async (_what, change, reason) => {
    announce(tradeBill(rows));
    merchant.world.distort = (reply, request) =>
      request.path.includes("billdownload") ? { ...reply, ...change } : reply;
    expect(await refused()).toMatchObject({ reason });
  });

  it("when the link has expired, which is WeChat's refusal", async () => {
    announce(tradeBill(rows));
    merchant.world.files = {};
    expect(await refused()).toMatchObject({ name: "WechatApiError", code: "INVALID_REQUEST" });
  });

  it("when its address is not that of a bill, and nothing is signed for it", async () => {
    const bill: WechatBill<"trade"> = {
      kind: "trade",
      hashType: "SHA1",
      hashValue: "0".repeat(40),
      downloadUrl: "https://api.mch.weixin.qq.com/v3/certificates",
    };
    await expect(collect(merchant.client.downloadBill(bill))).rejects.toThrow(RangeError);
    expect(merchant.server.requests).toHaveLength(0);
    await expect(leftOvers()).resolves.toEqual([]);
  });
});
