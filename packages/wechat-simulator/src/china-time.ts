const EIGHT_HOURS_MS = 8 * 60 * 60 * 1000;

const shifted = (at: Date): string => new Date(at.getTime() + EIGHT_HOURS_MS).toISOString();

/** RFC 3339 in China's zone, to the second, as WeChat writes times: `2018-06-08T10:34:56+08:00`. */
export const toChinaTime = (at: Date): string => `${shifted(at).slice(0, 19)}+08:00`;

/** The calendar day in China, `20180608`; WeChat's daily quotas and its numbers use it. */
export const toChinaDay = (at: Date): string => shifted(at).slice(0, 10).replaceAll("-", "");

/** Day and time in China without separators, `20180608103456`, as in a prepay_id. */
export const toChinaDigits = (at: Date): string => shifted(at).slice(0, 19).replaceAll(/\D/g, "");

/** Seconds since 1970, the form of every signature timestamp. */
export const toUnixSeconds = (at: Date): number => Math.floor(at.getTime() / 1000);
