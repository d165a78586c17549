import type { z } from "zod";
import { payErrors, type PayError } from "./errors";

/** The Chinese names of the fields in WeChat's messages. */
const labels: Record<string, string> = {
  "/appid": "公众号ID",
  "/mchid": "直连商户号",
  "/description": "商品描述",
  "/out_trade_no": "商户订单号",
  "/time_expire": "交易结束时间",
  "/attach": "附加数据",
  "/notify_url": "通知地址",
  "/goods_tag": "订单优惠标记",
  "/amount": "订单金额",
  "/amount/total": "总金额",
  "/amount/currency": "货币类型",
  "/transaction_id": "微信支付订单号",
  "/out_refund_no": "商户退款单号",
  "/reason": "退款原因",
  "/amount/refund": "退款金额",
  "/payer": "支付者",
  "/payer/openid": "用户标识",
};

type Issue = z.core.$ZodIssue;

const valueAt = (source: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    source,
  );

const kinds: Record<string, string> = {
  string: "字符串",
  int: "64 位有符号整数",
  number: "64 位有符号整数",
  boolean: "布尔值",
  object: "对象",
  array: "数组",
};

function sizeMessage(issue: Issue, bound: number | bigint, relation: string): string {
  const rule = "origin" in issue && issue.origin === "string" ? "字符串规则" : "规则";
  return `${rule}校验失败，${relation} ${bound}`;
}

/** Says what is wrong in the words that WeChat uses. */
function explain(issue: Issue, source: string, label: string, value: unknown): string {
  if (value === undefined && issue.code === "invalid_type") {
    return `输入源“${source}”映射到字段“${label}”必填性规则校验失败，此字段为必填项`;
  }
  switch (issue.code) {
    case "invalid_type":
      return `无法将 JSON 输入源“${source}”映射到目标字段“${label}”中，此字段需要一个合法的 ${kinds[issue.expected] ?? issue.expected}`;
    case "too_big":
      return `输入源“${source}”映射到值字段“${label}”${sizeMessage(issue, issue.maximum, "大于最大值")}`;
    case "too_small":
      return `输入源“${source}”映射到值字段“${label}”${sizeMessage(issue, issue.minimum, "小于最小值")}`;
    case "invalid_format":
      return `输入源“${source}”映射到值字段“${label}”字符串规则校验失败，字符串必须匹配正则表达式“${issue.pattern ?? ""}”`;
    default:
      return `输入源“${source}”映射到值字段“${label}”规则校验失败，${issue.message}`;
  }
}

function toParamError(issue: Issue, source: unknown, location: "body" | "query"): PayError {
  const field = `/${issue.path.map(String).join("/")}`;
  const value = valueAt(source, issue.path);
  return payErrors.param(
    explain(issue, `/${location}${field}`, labels[field] ?? field.slice(1), value),
    { field, value: value ?? null, issue: issue.message, location },
  );
}

/**
 * Parses what a merchant sent; unknown fields are dropped, as WeChat does.
 *
 * @throws PayError PARAM_ERROR about the first wrong field
 */
export function validate<S extends z.ZodType>(
  schema: S,
  source: unknown,
  location: "body" | "query",
): z.output<S> {
  const result = schema.safeParse(source);
  if (result.success) {
    return result.data;
  }
  const [first] = result.error.issues;
  throw first ? toParamError(first, source, location) : result.error;
}

/**
 * The JSON of a body.
 *
 * @throws PayError PARAM_ERROR
 */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw payErrors.param("请求报文不是合法的JSON", {
      field: "/",
      value: body.toString("utf8").slice(0, 100),
      issue: "the body is not JSON",
      location: "body",
    });
  }
}
