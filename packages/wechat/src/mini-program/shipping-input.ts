import { isText, requireOutTradeNo, requireThat, requireTransactionId } from "../limits";
import type { ShippingOrderKey } from "./shipping-order";

/** How an order is delivered: express, same-city, virtual, pickup by the shopper. */
export type LogisticsType = 1 | 2 | 3 | 4;

export interface ShippedParcel {
  /** What is in it; 1–120 characters. */
  readonly itemDesc: string;
  /** At most 128 characters; required of an express, and only there. */
  readonly trackingNo?: string | undefined;
  /** WeChat's code of the company, such as `SF`; required of an express, and only there. */
  readonly expressCompany?: string | undefined;
  /**
   * Phone numbers with a mask that leaves the last four digits (`maskPhone`). SF needs one of them.
   */
  readonly contact?:
    | { readonly consignor?: string | undefined; readonly receiver?: string | undefined }
    | undefined;
}

/** How one order was shipped. */
export interface ShippingInfo {
  readonly orderKey: ShippingOrderKey;
  readonly logisticsType: LogisticsType;
  /** 1: everything at once, one parcel. 2: in 1–15 parcels, of an express only. */
  readonly deliveryMode: 1 | 2;
  /** Whether this is all of it; required when `deliveryMode` is 2. */
  readonly isAllDelivered?: boolean | undefined;
  readonly shippingList: readonly ShippedParcel[];
  /** WeChat orders uploads of one order by it: when the state that is uploaded came to be. */
  readonly uploadTime: Date;
  /** Of the shopper who paid. */
  readonly openid: string;
}

const EXPRESS = 1;
const MAX_PARCELS = 15;

/**
 * Limits of 发货信息录入, checked before anything is sent.
 *
 * Source: mini-program documents, "发货信息录入接口", field table and error codes.
 *
 * @throws RangeError
 */
export function requireShippingInfo(info: ShippingInfo): void {
  const { deliveryMode, logisticsType, shippingList } = info;
  requireShippingOrderKey(info.orderKey);
  requireThat([1, 2, 3, 4].includes(logisticsType), "logisticsType must be 1, 2, 3 or 4");
  requireThat([1, 2].includes(deliveryMode), "deliveryMode must be 1 or 2");
  if (deliveryMode === 1) {
    requireThat(shippingList.length === 1, "all at once (deliveryMode 1) is exactly one parcel");
  } else {
    requireThat(logisticsType === EXPRESS, "only an express comes in parcels (deliveryMode 2)");
    requireThat(
      shippingList.length >= 1 && shippingList.length <= MAX_PARCELS,
      `shippingList must have 1 to ${MAX_PARCELS} parcels`,
    );
    requireThat(info.isAllDelivered !== undefined, "deliveryMode 2 needs isAllDelivered");
  }
  for (const parcel of shippingList) requireParcel(parcel, logisticsType === EXPRESS);
  requireThat(!Number.isNaN(info.uploadTime.getTime()), "uploadTime is no time");
  requireThat(isText(info.openid, 1, 128), "openid must have 1 to 128 characters");
}

export function requireShippingOrderKey(key: ShippingOrderKey): void {
  if ("transactionId" in key) {
    requireTransactionId(key.transactionId);
    return;
  }
  requireThat(/^[0-9]{1,32}$/.test(key.mchId), "mchId must have digits only");
  requireOutTradeNo(key.outTradeNo);
}

function requireParcel(parcel: ShippedParcel, isExpress: boolean): void {
  const { contact, expressCompany, itemDesc, trackingNo } = parcel;
  requireThat(isText(itemDesc, 1, 120), "itemDesc must have 1 to 120 characters");
  if (isExpress) {
    requireThat(isText(trackingNo ?? "", 1, 128), "trackingNo must have 1 to 128 characters");
    requireThat(
      /^[0-9A-Za-z_-]{1,128}$/.test(expressCompany ?? ""),
      "expressCompany must be a code of WeChat's, such as SF",
    );
  } else {
    requireThat(
      trackingNo === undefined && expressCompany === undefined,
      "only an express has trackingNo and expressCompany",
    );
  }
  const phones = [contact?.consignor, contact?.receiver].filter((phone) => phone !== undefined);
  requireThat(
    phones.length > 0 || expressCompany !== "SF",
    "SF needs the phone of the consignor or of the receiver",
  );
  for (const phone of phones) {
    requireThat(
      isMasked(phone),
      "a contact must be a phone number with a mask that leaves the last four digits",
    );
  }
}

/** Such as `189****1234`, `+86-177****1234`, `021-****1234`. */
function isMasked(phone: string): boolean {
  return (
    /^[0-9*+-]{5,1024}$/.test(phone) &&
    phone.includes("*") &&
    /[0-9]{4}$/.test(phone.replaceAll("-", ""))
  );
}

/**
 * A phone number as `contact` wants it: the last four digits, the first three when there are more
 * than seven, stars between.
 *
 * @throws RangeError when it has fewer than five digits
 */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/[^0-9]/g, "");
  requireThat(digits.length > 4, "a phone number has more than four digits");
  const start = digits.length > 7 ? digits.slice(0, 3) : "";
  return `${start}${"*".repeat(digits.length - start.length - 4)}${digits.slice(-4)}`;
}
