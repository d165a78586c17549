import { isIP } from "node:net";
import { z } from "zod";
import type { Rule } from "./read-setting";

const parseUrl = (text: string) => (URL.canParse(text) ? new URL(text) : undefined);

export const postgresUrl: Rule<string> = {
  schema: z.string().refine((text) => {
    const url = parseUrl(text);
    const hasHost = url && (url.hostname !== "" || url.searchParams.has("host"));
    const isPostgres = url && /^postgres(ql)?:$/.test(url.protocol);
    return hasHost && isPostgres && url.pathname.length > 1;
  }),
  must: "be an address like postgres://user:password@host:5432/database, with special characters of the password percent-encoded",
};

export const redisUrl: Rule<string> = {
  schema: z.string().refine((text) => {
    const url = parseUrl(text);
    return (
      url && /^rediss?:$/.test(url.protocol) && url.hostname && /^(\/\d*)?$/.test(url.pathname)
    );
  }),
  must: "be an address like redis://host:6379, or rediss:// with TLS",
};

export const port: Rule<number> = {
  schema: wholeNumber(1, 65_535),
  must: "be a port from 1 to 65535",
};

export const paymentDeadline: Rule<number> = {
  schema: wholeNumber(1, 1440),
  must: "be a whole number of minutes from 1 to 1440",
};

export const autoConfirm: Rule<number> = {
  schema: wholeNumber(1, 90),
  must: "be a whole number of days from 1 to 90",
};

export const host: Rule<string> = {
  schema: z
    .string()
    .refine((text) => isIP(text) !== 0 || /^(?!-)[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*$/.test(text))
    // "999.1.1.1" reads as a name, but is a mistyped address.
    .refine((text) => isIP(text) !== 0 || !/^[0-9.]+$/.test(text)),
  must: "be an IP address or a host name to listen on, without scheme and port",
};

/** Returned without a final slash. */
export const publicUrl: Rule<string> = {
  schema: z
    .string()
    .refine((text) => {
      const url = parseUrl(text);
      return (
        url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href && !/[?#]/.test(text)
      );
    })
    .transform((text) => new URL(text).origin),
  must: "be an address like https://shop.example.com, without a path",
};

/** Returned as Medusa takes it: one text, separated by commas. */
export const origins: Rule<string> = {
  schema: z
    .string()
    .transform((text) => text.split(",").map((each) => each.trim()))
    .refine((list) => list.every((each) => isOrigin(each) || isPattern(each)))
    .transform((list) => list.join(",")),
  must: "be origins like https://shop.example.com (no final slash, no *) or patterns like /\\.example\\.com$/, separated by commas",
};

export const secret: Rule<string> = {
  schema: z.string().min(32),
  must: "have at least 32 characters, such as the output of openssl rand -hex 32",
};

export const workerMode: Rule<"shared" | "server" | "worker"> = {
  schema: z.enum(["shared", "server", "worker"]),
  must: "be shared, server or worker",
};

export const email: Rule<string> = { schema: z.email(), must: "be an e-mail address" };

export const password: Rule<string> = {
  schema: z.string().min(8),
  must: "have at least 8 characters",
};

/** Any text at all. */
export const text: Rule<string> = { schema: z.string(), must: "be a text" };

/** Digits only: "1e3", "0x10" and "9000 " with more behind it are typing errors. */
function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^[0-9]{1,9}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max);
}

function isOrigin(each: string): boolean {
  const url = parseUrl(each);
  return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === each;
}

/** A regular expression as Medusa reads one out of this text. */
function isPattern(each: string): boolean {
  const [, source, flags] = /^\/(.+)\/([imsu]*)$/.exec(each) ?? [];
  if (source === undefined) return false;
  try {
    return new RegExp(source, flags) instanceof RegExp;
  } catch {
    return false;
  }
}
