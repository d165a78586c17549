import type { LoginCode, PhoneCode } from "@mall/wechat";
import { z } from "zod";

/** WeChat's codes are short, opaque and of undocumented length. */
const code = z.string().trim().min(1).max(256);
const loginCode = code.transform((value) => value as LoginCode);
const phoneCode = code.transform((value) => value as PhoneCode);

export const LoginBody = z.strictObject({ code: loginCode, phone_code: phoneCode.optional() });
export type LoginBody = z.infer<typeof LoginBody>;

export const PhoneBody = z.strictObject({ code: phoneCode });
export type PhoneBody = z.infer<typeof PhoneBody>;
