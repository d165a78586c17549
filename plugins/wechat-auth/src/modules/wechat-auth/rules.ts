/** One WeChat user of one mini-program, as WeChat tells it. */
export interface WechatUser {
  appId: string;
  openid: string;
  unionId: string | undefined;
}

export interface KnownIdentity {
  customerId: string | null;
  unionId: string | null;
}

/** What to do about the customer of a WeChat user who logs in. */
export type CustomerDecision =
  | { kind: "keep"; customerId: string; mergeNeededWith?: string }
  | { kind: "share"; customerId: string }
  | { kind: "create" };

/**
 * Decides whose account a login is. The own identity wins; a new identity joins the customer of
 * the same unionid. Two customers that turn out to be one person are recorded, not merged: orders
 * and points would move without anybody having asked.
 *
 * @param own the identity of (appid, openid) as stored
 * @param customerOfUnion the customer of another identity with the same unionid, if any
 */
export function decideCustomer(
  own: KnownIdentity,
  customerOfUnion: string | undefined,
): CustomerDecision {
  if (own.customerId !== null) {
    const differs = customerOfUnion !== undefined && customerOfUnion !== own.customerId;
    return {
      kind: "keep",
      customerId: own.customerId,
      ...(differs && { mergeNeededWith: customerOfUnion }),
    };
  }
  return customerOfUnion === undefined
    ? { kind: "create" }
    : { kind: "share", customerId: customerOfUnion };
}

/** The entity id of the Medusa auth identity: an openid alone is ambiguous across mini-programs. */
export function entityIdOf(user: Pick<WechatUser, "appId" | "openid">): string {
  return `${user.appId}:${user.openid}`;
}

/** How a customer's phone is written: the plain number in China, +<country><number> elsewhere. */
export function displayPhone(countryCode: string, phone: string): string {
  return countryCode === "86" ? phone : `+${countryCode}${phone}`;
}
