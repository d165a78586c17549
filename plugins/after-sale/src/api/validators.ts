import { z } from "zod";
import {
  refundReasons,
  refundRequestStates,
  refundRequestTypes,
} from "../modules/after-sale/transitions";

const text = (longest: number) => z.string().trim().min(1).max(longest);

export const FileBody = z.strictObject({
  type: z.enum(refundRequestTypes),
  /** Yuan. */
  amount: z.number(),
  items: z
    .array(z.strictObject({ item_id: text(64), quantity: z.number() }))
    .max(100)
    .default([]),
  reason: z.enum(refundReasons),
  note: z.string().trim().max(200).optional(),
  images: z
    .array(z.url({ protocol: /^https?$/, error: "images have to be web addresses" }).max(500))
    .max(6)
    .default([]),
});
export type FileBody = z.infer<typeof FileBody>;

export const EmptyBody = z.strictObject({});

export const ReturnShipmentBody = z.strictObject({ carrier: text(64), tracking_number: text(64) });
export type ReturnShipmentBody = z.infer<typeof ReturnShipmentBody>;

export const ApproveBody = z.strictObject({ amount: z.number().optional() });
export type ApproveBody = z.infer<typeof ApproveBody>;

export const RefuseBody = z.strictObject({ reason: text(200) });
export type RefuseBody = z.infer<typeof RefuseBody>;

const page = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).default(0),
};

export const StoreQuery = z.strictObject(page);
export type StoreQuery = z.infer<typeof StoreQuery>;

export const AdminQuery = z.strictObject({
  ...page,
  state: z.enum(refundRequestStates).optional(),
  order_id: z.string().max(64).optional(),
});
export type AdminQuery = z.infer<typeof AdminQuery>;
