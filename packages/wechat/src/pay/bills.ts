import { z } from "zod";
import { WechatMalformedError } from "../errors";
import { download, type HttpAnswer, type HttpOptions } from "../http/transport";
import { requireThat } from "../limits";
import type { WechatSettings } from "../settings/wechat-settings";
import { BillFile } from "./bill-file";
import type { BillKind, BillRows } from "./bill-rows";
import type { MerchantSdk } from "./merchant-sdk";
import { verifiedBody } from "./sdk-transport";

/** A bill that is ready; plain data. */
export interface WechatBill<Kind extends BillKind = BillKind> {
  readonly kind: Kind;
  readonly hashType: "SHA1";
  /** Of the unpacked bill; 40 lower-case hex digits. */
  readonly hashValue: string;
  /** Works for five minutes. */
  readonly downloadUrl: string;
}

interface BillOfDay {
  /** The day in Shanghai, `YYYY-MM-DD`; within the last three months. */
  readonly date: string;
  /** Whether the bill travels packed; yes when left out. */
  readonly gzip?: boolean | undefined;
}

export interface TradeBillInput extends BillOfDay {
  /** Payments and refunds. */
  readonly type: "ALL";
}

export interface FundFlowBillInput extends BillOfDay {
  readonly accountType: "BASIC" | "OPERATION" | "FEES";
}

/** The daily bills of WeChat Pay. A day's are ready on the next day at 10:00 in Shanghai. */
export interface BillCalls {
  /**
   * @throws WechatApiError `NO_STATEMENT_EXIST` when nothing happened on that day,
   *   `STATEMENT_CREATING` (retryable) when the bill is not ready
   */
  requestTradeBill(input: TradeBillInput): Promise<WechatBill<"trade">>;
  /** @throws WechatApiError as `requestTradeBill` */
  requestFundFlowBill(input: FundFlowBillInput): Promise<WechatBill<"fund_flow">>;
  /**
   * The rows of a bill. WeChat does not sign the download, so the first row is not handed out
   * before the whole bill has arrived in a temporary file, has the SHA1 of the signed answer, and
   * agrees with its own summary: a caller cannot act on a row of a wrong or a cut-off bill. Memory
   * stays bounded, however long the bill is. The download begins with the first `next()`; each
   * iteration is a download of its own.
   *
   * @throws WechatMalformedError when the bill is not the one that was announced, or is malformed
   * @throws WechatTransportError when it did not arrive; the same bill can be asked for again
   */
  downloadBill<Kind extends BillKind>(bill: WechatBill<Kind>): AsyncIterable<BillRows[Kind]>;
}

const billAnswer = z.object({
  hash_type: z.literal("SHA1"),
  hash_value: z.string().regex(/^[0-9A-Fa-f]{40}$/),
  download_url: z.string(),
});

export interface BillDependencies {
  readonly sdk: MerchantSdk;
  readonly settings: WechatSettings;
  readonly http: HttpOptions;
  /** Throws for whatever is not an authentic success. */
  readonly judge: (answer: HttpAnswer) => Promise<unknown>;
}

export function billCalls(dependencies: BillDependencies): BillCalls {
  const { sdk } = dependencies;
  return {
    async requestTradeBill({ date, type, gzip }) {
      requireDate(date);
      const output = await sdk.tradebill({ bill_date: date, bill_type: type, ...packing(gzip) });
      return readBill("trade", output);
    },
    async requestFundFlowBill({ date, accountType, gzip }) {
      requireDate(date);
      const output = await sdk.fundflowbill({
        bill_date: date,
        account_type: accountType,
        ...packing(gzip),
      });
      return readBill("fund_flow", output);
    },
    downloadBill: (bill) => ({
      [Symbol.asyncIterator]: () => rowsOf(bill, dependencies),
    }),
  };
}

async function* rowsOf<Kind extends BillKind>(
  bill: WechatBill<Kind>,
  dependencies: BillDependencies,
): AsyncGenerator<BillRows[Kind]> {
  const file = await BillFile.create();
  try {
    await file.store(await fetchBill(bill, dependencies));
    if ((await file.sha1()) !== bill.hashValue) {
      throw new WechatMalformedError("The bill is not the one that WeChat Pay announced");
    }
    await file.check(bill.kind);
    yield* file.rows(bill.kind);
  } finally {
    await file.close();
  }
}

/**
 * GET /v3/billdownload/file. Not through the library: it would read the whole bill as text, and it
 * signs the host along with the path.
 */
async function fetchBill(
  bill: WechatBill,
  { sdk, settings, http, judge }: BillDependencies,
): Promise<AsyncIterable<Uint8Array>> {
  const path = downloadPath(bill.downloadUrl);
  if (path === undefined) throw new RangeError("downloadUrl is no address of a bill");
  const answer = await download(
    {
      method: "GET",
      url: settings.payBaseUrl + path,
      headers: {
        Accept: "application/json",
        "User-Agent": "mall",
        Authorization: sdk.authorize("GET", path, ""),
        ...(settings.payPublicKey && { "Wechatpay-Serial": settings.payPublicKey.id }),
      },
    },
    http,
  );
  if ("pieces" in answer) return answer.pieces;
  await judge(answer);
  throw new WechatMalformedError(`WeChat Pay answered a download with ${answer.status}`);
}

/** Path and query as they are sent and signed; the host is that of the settings. */
function downloadPath(downloadUrl: string): string | undefined {
  const url = URL.canParse(downloadUrl) ? new URL(downloadUrl) : undefined;
  return url?.pathname === "/v3/billdownload/file" ? url.pathname + url.search : undefined;
}

function readBill<Kind extends BillKind>(kind: Kind, output: object): WechatBill<Kind> {
  const answer = billAnswer.safeParse(verifiedBody(output));
  if (!answer.success || downloadPath(answer.data.download_url) === undefined) {
    throw new WechatMalformedError("WeChat Pay announced a bill without its hash or its address");
  }
  return {
    kind,
    hashType: answer.data.hash_type,
    hashValue: answer.data.hash_value.toLowerCase(),
    downloadUrl: answer.data.download_url,
  };
}

const packing = (gzip = true) => (gzip ? { tar_type: "GZIP" } : {});

function requireDate(date: string): void {
  const midnight = new Date(`${date}T00:00:00Z`);
  requireThat(
    /^\d{4}-\d\d-\d\d$/.test(date) &&
      !Number.isNaN(midnight.getTime()) &&
      midnight.toISOString().startsWith(date),
    "date must be a day such as 2026-03-01",
  );
}
