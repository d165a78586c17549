/**
 * Decodes standard base64, strictly: Node's decoder skips what it does not know, so that several
 * texts would stand for the same signature.
 *
 * @returns undefined when `text` is not the canonical base64 of anything
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}
