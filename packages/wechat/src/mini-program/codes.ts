declare const kind: unique symbol;

/** The code of `wx.login`, for `codeToSession` only. Single use, valid for 5 minutes. */
export type LoginCode = string & { readonly [kind]: "login" };

/** The code of a getPhoneNumber button, for `phoneNumber` only. Single use, valid for 5 minutes. */
export type PhoneCode = string & { readonly [kind]: "phone" };

function requireCode(value: string): string {
  if (!/^[\x21-\x7e]{1,512}$/.test(value)) {
    throw new RangeError("A code of WeChat has 1 to 512 visible ASCII characters");
  }
  return value;
}

/** @throws RangeError when no code of WeChat looks like this */
export function loginCode(value: string): LoginCode {
  return requireCode(value) as LoginCode;
}

/** @throws RangeError when no code of WeChat looks like this */
export function phoneCode(value: string): PhoneCode {
  return requireCode(value) as PhoneCode;
}
