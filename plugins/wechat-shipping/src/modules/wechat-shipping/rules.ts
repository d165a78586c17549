import { addSeconds } from "@mall/kernel";
import type { LogisticsType, ShippedParcel, ShippingInfo } from "@mall/wechat";
import { carrierOf } from "./carrier-rules";

export interface OrderLine {
  id: string;
  title: string;
  quantity: number;
  /** How much of it is in fulfilments, shipped or not. */
  fulfilledQuantity: number;
  requiresShipping: boolean;
}

export interface OrderFulfillment {
  isCanceled: boolean;
  /** The carrier has it, or the shopper. */
  isHandedOver: boolean;
  requiresShipping: boolean;
  /** The shopper comes for it: the fulfilment set of its shipping option is a pickup. */
  isPickup: boolean;
  /** WeChat's code of the carrier, where the merchant gave it. */
  expressCompany?: string | undefined;
  items: { lineId: string; quantity: number }[];
  labels: { trackingNo: string; trackingUrl: string }[];
}

export interface ShippedOrder {
  lines: OrderLine[];
  fulfillments: OrderFulfillment[];
  /** The receiver's phone, masked as WeChat wants it. */
  receiverContact?: string | undefined;
}

/** How an order was shipped, in WeChat's terms, without whose order it is. */
export type ShippingReport = Pick<
  ShippingInfo,
  "logisticsType" | "deliveryMode" | "isAllDelivered" | "shippingList"
>;

/** `not_due`: there is nothing to report now. `unknown_carrier`: of this tracking number. */
export type ReportDecision =
  | { kind: "report"; report: ShippingReport }
  | { kind: "not_due" }
  | { kind: "unknown_carrier"; trackingNo: string };

const EXPRESS = 1;
const MAX_PARCELS = 15;
const MAX_DESCRIPTION = 120;

/**
 * What WeChat is to be told about an order.
 *
 * An express is told parcel by parcel. Whatever has no tracking number is told at once and once, as
 * WeChat takes no parts of it, and therefore when all of it is handed over.
 *
 * @param chosenCompany the carrier that the merchant named, for parcels that do not tell theirs
 */
export function decideReport(order: ShippedOrder, chosenCompany?: string): ReportDecision {
  const fulfillments = order.fulfillments.filter(({ isCanceled }) => !isCanceled);
  const handedOver = fulfillments.filter(({ isHandedOver }) => isHandedOver);
  if (handedOver.length === 0) return { kind: "not_due" };
  const isAll = handedOver.length === fulfillments.length && isFulfilled(order.lines);
  if (handedOver.some((one) => one.labels.length > 0)) {
    return decideExpress(order, handedOver, isAll, chosenCompany);
  }
  if (!isAll) return { kind: "not_due" };
  const itemDesc = describe(
    order.lines,
    handedOver.flatMap(({ items }) => items),
  );
  return {
    kind: "report",
    report: {
      logisticsType: logisticsTypeOf(handedOver),
      deliveryMode: 1,
      shippingList: [{ itemDesc }],
    },
  };
}

function decideExpress(
  order: ShippedOrder,
  handedOver: OrderFulfillment[],
  isAll: boolean,
  chosenCompany: string | undefined,
): ReportDecision {
  const parcels: ShippedParcel[] = [];
  for (const { labels, items, expressCompany } of handedOver) {
    for (const { trackingNo, trackingUrl } of labels) {
      const company = expressCompany ?? carrierOf(trackingNo, trackingUrl) ?? chosenCompany;
      if (company === undefined) return { kind: "unknown_carrier", trackingNo };
      parcels.push({
        trackingNo,
        expressCompany: company,
        itemDesc: describe(order.lines, items),
        ...(order.receiverContact !== undefined && {
          contact: { receiver: order.receiverContact },
        }),
      });
    }
  }
  const isWhole = isAll && parcels.length === 1;
  return {
    kind: "report",
    report: {
      logisticsType: EXPRESS,
      ...(isWhole ? { deliveryMode: 1 } : { deliveryMode: 2, isAllDelivered: isAll }),
      shippingList: parcels.slice(0, MAX_PARCELS),
    },
  };
}

/**
 * Whether every line is in fulfilments. What needs no shipping holds nothing up, unless the order
 * has nothing else.
 */
function isFulfilled(lines: OrderLine[]): boolean {
  const shipped = lines.filter(({ requiresShipping }) => requiresShipping);
  return (shipped.length > 0 ? shipped : lines).every(
    ({ fulfilledQuantity, quantity }) => fulfilledQuantity >= quantity,
  );
}

/** Of what has no tracking number. Who ships without one delivers himself, which is same-city. */
function logisticsTypeOf(handedOver: OrderFulfillment[]): LogisticsType {
  if (handedOver.some(({ isPickup }) => isPickup)) return 4;
  return handedOver.some(({ requiresShipping }) => requiresShipping) ? 2 : 3;
}

/** Titles and quantities, cut to what WeChat takes. */
function describe(lines: OrderLine[], items: OrderFulfillment["items"]): string {
  const quantities = new Map(items.map(({ lineId, quantity }) => [lineId, quantity]));
  const text = lines
    .filter(({ id }) => quantities.has(id))
    .map(({ id, title }) => `${title}×${String(quantities.get(id))}`)
    .join("，");
  if (text === "") return "商品";
  return text.length <= MAX_DESCRIPTION ? text : `${cut(text, MAX_DESCRIPTION - 1)}…`;
}

/** At most `length` UTF-16 units, and no half of a character. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}

const DELAYS_SECONDS = [1, 2, 5, 10, 30, 60, 300, 900] as const;
const LONGEST_DELAY_SECONDS = 3600;

/** When to try again after `attempts` that came to nothing. It is never given up. */
export function nextAttemptAt(attempts: number, now: Date): Date {
  return addSeconds(now, DELAYS_SECONDS[attempts] ?? LONGEST_DELAY_SECONDS);
}

/**
 * Whether trying again is useless until somebody does something about this order: WeChat has judged
 * the information itself. Its other refusals (access, quotas, IP lists) are of the shop and pass.
 *
 * @param code the errcode
 */
export function isAboutTheOrder(code: string): boolean {
  return /^(10060|268485)\d{3}$/.test(code);
}
