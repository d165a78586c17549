const SHANGHAI_OFFSET_MS = 8 * 3600 * 1000;

/**
 * A time as WeChat Pay wants it: whole seconds in Shanghai time, `2018-06-08T10:34:56+08:00`.
 * Fractions of a second are dropped, so that the text never lies after the instant.
 */
export function rfc3339(at: Date): string {
  return `${new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19)}+08:00`;
}

/** As `rfc3339`, with milliseconds: for the few fields of the mini-program API that order by them. */
export function rfc3339Millis(at: Date): string {
  return `${new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 23)}+08:00`;
}
