import { z } from "zod";
import { carrierCodes } from "../../../../../../modules/wechat-shipping/carrier-rules";

/** The carrier, when the parcels do not tell it. */
export const retryBody = z.strictObject({ express_company: z.enum(carrierCodes).optional() });

export type RetryBody = z.infer<typeof retryBody>;
