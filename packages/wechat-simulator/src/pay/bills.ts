import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { falsify } from "../bills/bill-faults";
import { isKept, isReady, toBillDay, type BillDay } from "../bills/day";
import { flowBillText } from "../bills/flow-bill";
import { flowRows, inventedFlow, overstatedFlow } from "../bills/flow-rows";
import { tradeBillText } from "../bills/trade-bill";
import { inventedTrade, overstatedTrade, tradeRows } from "../bills/trade-rows";
import type { SimulatorContext } from "../context";
import type { Answer, Incoming } from "../http/exchange";
import { flowBillSchema, tradeBillSchema } from "./bill-schema";
import { payErrors } from "./errors";
import { validate } from "./validation";

function dayOf(context: SimulatorContext, date: string): BillDay {
  const day = toBillDay(date);
  const now = context.clock.now();
  if (!day || !isKept(day, now)) {
    throw payErrors.param("账单日期不合法，仅支持三个月内的账单下载申请", {
      field: "/bill_date",
      value: date,
      issue: "not a day within the last three months",
      location: "query",
    });
  }
  if (context.billsNextDay && !isReady(day, now)) {
    throw payErrors.statementCreating();
  }
  return day;
}

/** SHA1 of the bill as it is before it is packed. */
function announce(
  context: SimulatorContext,
  incoming: Incoming,
  text: string,
  tarType: "GZIP" | undefined,
): Answer {
  const bytes = Buffer.from(text);
  const hash = createHash("sha1").update(bytes);
  if (context.faults.strikes("bill_wrong_hash", incoming)) {
    hash.update("wrong");
  }
  const packed = tarType === "GZIP";
  const token = context.billFiles.keep(packed ? gzipSync(bytes) : bytes, packed);
  const body = {
    hash_type: "SHA1",
    hash_value: hash.digest("hex"),
    // Where this client reached the simulator; a client that expects the live host needs the path.
    download_url: `http://${incoming.header("host") ?? ""}/v3/billdownload/file?token=${token}`,
  };
  return { status: 200, body };
}

/** GET /v3/bill/tradebill */
export function tradeBillHandler(context: SimulatorContext, incoming: Incoming): Answer {
  const query = validate(tradeBillSchema, Object.fromEntries(incoming.query), "query");
  const day = dayOf(context, query.bill_date);
  const rows = tradeRows(context.books, day, query.bill_type);
  if (rows.length === 0) {
    throw payErrors.noStatement();
  }
  const told = falsify(context.faults, incoming, rows, {
    overstate: overstatedTrade,
    invent: () => inventedTrade(day),
  });
  const text = tradeBillText(query.bill_type, told, context.keyring);
  return announce(context, incoming, text, query.tar_type);
}

/** GET /v3/bill/fundflowbill; the simulator moves money on the basic account only. */
export function flowBillHandler(context: SimulatorContext, incoming: Incoming): Answer {
  const query = validate(flowBillSchema, Object.fromEntries(incoming.query), "query");
  const day = dayOf(context, query.bill_date);
  const rows = query.account_type === "BASIC" ? flowRows(context.books, day) : [];
  if (rows.length === 0) {
    throw payErrors.noStatement();
  }
  const told = falsify(context.faults, incoming, rows, {
    overstate: overstatedFlow,
    invent: () => inventedFlow(day),
  });
  return announce(context, incoming, flowBillText(told, context.keyring), query.tar_type);
}

/** GET /v3/billdownload/file?token=: the bytes alone; WeChat does not sign them. */
export function downloadBillHandler(context: SimulatorContext, incoming: Incoming): Answer {
  const file = context.billFiles.find(incoming.query.get("token") ?? "");
  if (!file) {
    throw payErrors.invalidRequest("token无效或已过期，请重新申请账单");
  }
  const type = file.packed ? "application/x-gzip" : "text/plain; charset=utf-8";
  return { status: 200, file: { bytes: file.bytes, type } };
}
