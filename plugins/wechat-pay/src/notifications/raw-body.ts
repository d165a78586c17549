import type { Readable } from "node:stream";
import { RefusedNotification } from "./refused";

/** WeChat's notifications are about 1 kB. */
const LIMIT_BYTES = 64 * 1024;

/** The bytes as they came, which is what the signature is over. @throws RefusedNotification 413 */
export async function readRawBody(request: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMIT_BYTES) throw new RefusedNotification(413, "The body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
