import { z } from "zod";
import { isRfc3339 } from "../../pay/formats";
import { miniProgramErrors, type MiniProgramError } from "../errors";
import { shippingErrors } from "./errors";

const MOST_PARCELS = 15;
const LONGEST_DESCRIPTION = 120;
const LONGEST_CODE = 128;
const EXPRESS = 1;

const contactSchema = z.object({
  consignor_contact: z.string().max(1024).optional(),
  receiver_contact: z.string().max(1024).optional(),
});

const parcelSchema = z.object({
  tracking_no: z.string().optional(),
  express_company: z.string().optional(),
  item_desc: z.string().optional(),
  contact: contactSchema.optional(),
});

/** The shape only: what WeChat has an own code for is checked by {@link checkUpload}. */
const uploadSchema = z.object({
  order_key: z.object({
    order_number_type: z.number().optional(),
    transaction_id: z.string().optional(),
    mchid: z.string().optional(),
    out_trade_no: z.string().optional(),
  }),
  logistics_type: z.number().optional(),
  delivery_mode: z.number().optional(),
  is_all_delivered: z.boolean().optional(),
  shipping_list: z.array(parcelSchema).min(1),
  upload_time: z.string().optional(),
  payer: z.object({ openid: z.string().min(1).max(128) }),
});

export type Upload = z.output<typeof uploadSchema>;
type ParcelBody = z.output<typeof parcelSchema>;

const isOneOf = (values: readonly number[], value: number | undefined): boolean =>
  value !== undefined && values.includes(value);

/** "采用掩码传输，最后4位数字不能打掩码": such as `189****1234` and `****123-8008`. */
const isMasked = (contact: string): boolean =>
  /^[\d*+-]+$/.test(contact) && contact.includes("*") && /\d{4}$/.test(contact.replaceAll("-", ""));

function checkOrderKey({ order_key: key }: Upload): MiniProgramError | undefined {
  switch (key.order_number_type) {
    case 1:
      if (!key.mchid) return shippingErrors.missingMchid();
      return key.out_trade_no ? undefined : shippingErrors.missingOutTradeNo();
    case 2:
      return key.transaction_id ? undefined : shippingErrors.missingTransactionId();
    default:
      return shippingErrors.orderNumberType();
  }
}

function checkContact(parcel: ParcelBody): MiniProgramError | undefined {
  const contacts = [parcel.contact?.consignor_contact, parcel.contact?.receiver_contact];
  const given = contacts.filter((contact) => contact !== undefined && contact !== "");
  if (parcel.express_company === "SF" && given.length === 0) {
    return shippingErrors.param("contact is required for SF");
  }
  return given.every((contact) => isMasked(contact ?? ""))
    ? undefined
    : shippingErrors.param("contact must be masked but for its last four digits");
}

function checkParcel(parcel: ParcelBody, express: boolean): MiniProgramError | undefined {
  if (express && !parcel.tracking_no) return shippingErrors.missingTrackingNo();
  if (express && !parcel.express_company) return shippingErrors.missingCompany();
  if ((parcel.tracking_no ?? "").length > LONGEST_CODE) return shippingErrors.trackingNoTooLong();
  if ((parcel.express_company ?? "").length > LONGEST_CODE) return shippingErrors.companyTooLong();
  if (!parcel.item_desc) return shippingErrors.missingDescription();
  if (Array.from(parcel.item_desc).length > LONGEST_DESCRIPTION) {
    return shippingErrors.descriptionTooLong();
  }
  return checkContact(parcel);
}

function checkMode(upload: Upload): MiniProgramError | undefined {
  if (!isOneOf([1, 2, 3, 4], upload.logistics_type)) return shippingErrors.logisticsType();
  if (!isOneOf([1, 2], upload.delivery_mode)) return shippingErrors.deliveryMode();
  if (upload.delivery_mode === 1) {
    return upload.shipping_list.length === 1 ? undefined : shippingErrors.unifiedIsOne();
  }
  if (upload.logistics_type !== EXPRESS) return shippingErrors.splitIsExpress();
  if (upload.is_all_delivered === undefined) return shippingErrors.missingAllDelivered();
  return upload.shipping_list.length > MOST_PARCELS ? shippingErrors.tooManyParcels() : undefined;
}

/**
 * Refuses what WeChat refuses, with its code.
 *
 * @throws MiniProgramError about the first wrong field
 */
export function checkUpload(upload: Upload): void {
  const express = upload.logistics_type === EXPRESS;
  const problem =
    checkOrderKey(upload) ??
    checkMode(upload) ??
    upload.shipping_list.map((parcel) => checkParcel(parcel, express)).find(Boolean) ??
    (isRfc3339(upload.upload_time ?? "") ? undefined : shippingErrors.uploadTime());
  if (problem) {
    throw problem;
  }
}

/** The request of "查询订单发货状态": one of the two ways to name an order. */
export const orderSchema = z
  .object({
    transaction_id: z.string().min(1).optional(),
    merchant_id: z.string().min(1).optional(),
    merchant_trade_no: z.string().min(1).optional(),
  })
  .refine(
    (one) =>
      one.transaction_id !== undefined ||
      (one.merchant_id !== undefined && one.merchant_trade_no !== undefined),
    { error: "transaction_id, or merchant_id and merchant_trade_no" },
  );

/** A body that is no such object is refused with the code of the common errors. */
export const parseUpload = (json: unknown): Upload => {
  const result = uploadSchema.safeParse(json);
  if (!result.success) {
    const [first] = result.error.issues;
    throw first
      ? shippingErrors.param(`${first.path.join(".")} ${first.message}`)
      : miniProgramErrors.invalidJson();
  }
  return result.data;
};
