import { z } from "zod";

const shared = {
  bill_date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  tar_type: z.literal("GZIP").optional(),
};

/** The query of "申请交易账单". */
export const tradeBillSchema = z.object({
  ...shared,
  bill_type: z.enum(["ALL", "SUCCESS", "REFUND"]).default("ALL"),
});

/** The query of "申请资金账单". */
export const flowBillSchema = z.object({
  ...shared,
  account_type: z.enum(["BASIC", "OPERATION", "FEES"]).default("BASIC"),
});
