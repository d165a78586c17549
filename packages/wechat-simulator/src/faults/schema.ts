import { z } from "zod";

const whenSchema = {
  /** 0 to 1, drawn for every occasion. */
  probability: z.number().min(0).max(1).optional(),
  /** The next so many occasions. */
  count: z.int().min(0).optional(),
  /** Only where this fits: `[METHOD ]/path`, `*` standing for anything. */
  route: z
    .string()
    .regex(/^([A-Z]+ )?\/\S*$/, 'must look like "/path*" or "POST /path*"')
    .optional(),
};

const hasOneTrigger = (value: object): boolean => "probability" in value !== "count" in value;

const fault = <S extends z.ZodRawShape>(parameters: S) =>
  z
    .strictObject({ ...whenSchema, ...parameters })
    .refine(hasOneTrigger, { message: 'needs either "probability" or "count"' });

const milliseconds = z.int().min(0).max(3_600_000);
/** The row that is wrong, counted from 0. */
const row = z.int().min(0).default(0);
const target = z.enum(["notification", "answer"]).default("notification");

/** The faults by name, each with its own parameters and defaults. */
const faultShapes = {
  /** The notification is never sent by itself, not even later. */
  lose_notification: fault({}),
  /** Each sending goes out this many more times at the same moment. */
  duplicate_notification: fault({ times: z.int().min(1).max(100).default(1) }),
  delay_notification: fault({ ms: milliseconds.default(1000) }),
  /** Held back until a later notification was sent, at most this long. */
  reorder_notifications: fault({ ms: milliseconds.default(2000) }),
  /** Signed with a key that is not WeChat's. */
  forge_signature: fault({ target }),
  /** Rightly signed, but with a time ten minutes ago. */
  stale_timestamp: fault({ target }),
  /** The notification names another amount; default one fen more. */
  wrong_amount: fault({ total: z.int().min(1).optional() }),
  /** A refund is refused as if the merchant had no money left. */
  not_enough_balance: fault({}),
  /** The refund's processing ends so. */
  refund_abnormal: fault({}),
  refund_closed: fault({}),
  /** The refund is processed until somebody decides it. */
  refund_stuck: fault({}),
  /** The shipping side does not know the order (10060001). */
  shipping_not_found: fault({}),
  /** The bill is not the one whose hash was announced. */
  bill_wrong_hash: fault({}),
  /** Bills that are sound in themselves, and not what the books say. */
  bill_missing_row: fault({ row }),
  bill_extra_row: fault({}),
  bill_wrong_amount: fault({ row }),
  /** The effect takes place, the answer comes late. */
  slow_answer: fault({ ms: milliseconds.default(3000) }),
  /** Nothing takes place. */
  server_error: fault({ status: z.int().min(500).max(599).default(500) }),
  /** The effect takes place, the connection breaks without an answer. */
  cut_off_after_effect: fault({}),
  unsigned_answer: fault({}),
  /** The body is changed after it was signed. */
  tampered_answer: fault({}),
};

export const faultsSchema = z
  .strictObject({ ...faultShapes, seed: z.int().min(0).max(0xffff_ffff) })
  .partial();

export type FaultName = keyof typeof faultShapes;
export type FaultSettings = z.output<typeof faultsSchema>;
export type Fault<N extends FaultName> = z.output<(typeof faultShapes)[N]>;

export const faultNames = Object.keys(faultShapes) as FaultName[];
