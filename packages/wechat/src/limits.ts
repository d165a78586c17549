/** WeChat would refuse these; the caller has a bug, so it learns it before anything is sent. */
export function requireThat(condition: boolean, message: string): void {
  if (!condition) throw new RangeError(message);
}

/** Whether a text has so many characters; one outside the basic plane counts once. */
export function isText(text: string, min: number, max: number): boolean {
  const length = Array.from(text).length;
  return length >= min && length <= max;
}

/** @throws RangeError unless it is a whole number of fen, at least 1 */
export function requireFen(name: string, fen: number): void {
  requireThat(
    Number.isSafeInteger(fen) && fen >= 1,
    `${name} must be a whole number of fen, at least 1`,
  );
}

export function requireOutTradeNo(outTradeNo: string): void {
  requireThat(
    /^[0-9A-Za-z_\-|*]{6,32}$/.test(outTradeNo),
    "outTradeNo must have 6 to 32 characters of 0-9 A-Z a-z _ - | *",
  );
}

export function requireTransactionId(transactionId: string): void {
  requireThat(/^[0-9A-Za-z_-]{1,32}$/.test(transactionId), "transactionId is malformed");
}
