import { z } from "zod";
import type { SimulatorContext } from "../context";
import { newOpenid } from "../identifiers";
import { ControlError, parseControl } from "./errors";

export const openidSchema = z
  .string()
  .regex(/^[\w-]{1,128}$/, "must be 1 to 128 letters, digits, - or _");

const loginSchema = z.strictObject({
  openid: openidSchema.optional(),
  unionid: openidSchema.optional(),
  blocked: z.boolean().default(false),
});

const phoneSchema = z.strictObject({
  openid: openidSchema,
  phone: z.string().regex(/^1[3-9]\d{9}$/, "must be a mainland mobile number of 11 digits"),
});

function introduce(context: SimulatorContext, openid: string, unionid: string | undefined): void {
  const known = context.books.state.persons.get(openid);
  if (known?.unionid !== undefined && unionid !== undefined && known.unionid !== unionid) {
    throw new ControlError(
      "not_allowed",
      "unionid_is_fixed",
      `unionid: this openid already has another unionid, ${known.unionid}`,
    );
  }
  const fixed = unionid ?? known?.unionid;
  if (!known || known.unionid !== fixed) {
    const person = { openid, ...(fixed !== undefined && { unionid: fixed }) };
    context.books.commit({ type: "person-seen", person });
  }
}

/** What `wx.login` gives a person; without an openid a new person. A blocked code answers 40226. */
export function issueLoginCode(context: SimulatorContext, body: unknown) {
  const { openid = newOpenid(), unionid, blocked } = parseControl(loginSchema, body);
  introduce(context, openid, unionid);
  return { code: context.codes.issue({ kind: "login", openid, blocked }), openid };
}

/** What the button `getPhoneNumber` gives a person who agrees. */
export function issuePhoneCode(context: SimulatorContext, body: unknown) {
  const { openid, phone } = parseControl(phoneSchema, body);
  if (!context.books.state.persons.has(openid)) {
    throw new ControlError(
      "not_found",
      "person_not_found",
      "openid: nobody with this openid ever logged in; ask for a login code first",
    );
  }
  return { code: context.codes.issue({ kind: "phone", openid, phone }) };
}
