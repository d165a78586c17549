import { z } from "zod";
import { toUnixSeconds } from "../china-time";
import type { SimulatorContext } from "../context";
import type { Answer, Incoming } from "../http/exchange";
import { checkAccessToken } from "./access-token";
import { miniProgramErrors } from "./errors";
import { jsonBody } from "./json-body";

const requestSchema = z.object({ code: z.string().optional() });

/** POST /wxa/business/getuserphonenumber?access_token= */
export function phoneNumberHandler(context: SimulatorContext, incoming: Incoming): Answer {
  checkAccessToken(context, incoming.query.get("access_token"));
  const { code } = jsonBody(incoming, requestSchema);
  if (!code) {
    throw miniProgramErrors.missingCode();
  }
  const redeemed = context.codes.redeem("phone", code);
  if ("refused" in redeemed) {
    throw miniProgramErrors.invalidCode();
  }
  const { phone } = redeemed.meaning;
  const { keyring, clock } = context;
  return {
    status: 200,
    body: {
      errcode: 0,
      errmsg: "ok",
      phone_info: {
        phoneNumber: phone,
        purePhoneNumber: phone,
        countryCode: "86",
        watermark: { timestamp: toUnixSeconds(clock.now()), appid: keyring.appId },
      },
    },
  };
}
