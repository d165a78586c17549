import { fen, fromFen } from "@mall/kernel";

/** One thing that was seen, ready to be shown: `amount.total` → `19.90` yuan. */
export interface EvidenceRow {
  key: string;
  value: string | null;
  format: "text" | "yuan" | "time";
}

/** WeChat counts in fen; these are its names for amounts. Names of ours end in `_fen`. */
const FEN =
  /(^|\.)(total|refund|payer_total|payer_refund|settlement_total|settlement_refund|discount_refund)$|_fen$|Fen$/;
/** Names of ours for amounts in yuan, as Medusa has them. */
const YUAN = /(^|[._])(amount|paid)$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** What was seen as a flat list: nested objects become keys with dots. */
export function evidenceRows(evidence: unknown, path = ""): EvidenceRow[] {
  if (Array.isArray(evidence) && evidence.every(isScalar)) {
    return [{ key: path, ...shown(path, evidence.map(String).join(", ")) }];
  }
  if (typeof evidence === "object" && evidence !== null) {
    return Object.entries(evidence).flatMap(([key, value]) =>
      evidenceRows(value, path === "" ? key : `${path}.${key}`),
    );
  }
  return [{ key: path, ...shown(path, evidence) }];
}

function shown(path: string, value: unknown): Omit<EvidenceRow, "key"> {
  if (value === null || value === undefined || value === "") return { value: null, format: "text" };
  if (typeof value === "number" && Number.isSafeInteger(value) && FEN.test(path)) {
    return { value: fromFen(fen(value)), format: "yuan" };
  }
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (YUAN.test(path) && DECIMAL.test(text)) return { value: text, format: "yuan" };
  if (typeof value === "string" && RFC3339.test(value)) return { value, format: "time" };
  return { value: text, format: "text" };
}

function isScalar(value: unknown): boolean {
  return typeof value !== "object";
}
