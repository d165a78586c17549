import type { Clock } from "../clock";
import { newNonce } from "../identifiers";

/** "下载地址5分钟内有效" */
const VALID_MS = 5 * 60 * 1000;

interface BillFile {
  bytes: Buffer;
  packed: boolean;
  until: number;
}

/** The bills that were asked for and can be downloaded; in memory, since they live five minutes. */
export class BillFiles {
  private readonly files = new Map<string, BillFile>();

  constructor(private readonly clock: Clock) {}

  /** @returns the token that downloads it */
  keep(bytes: Buffer, packed: boolean): string {
    const now = this.clock.now().getTime();
    for (const [token, { until }] of this.files) {
      if (until <= now) {
        this.files.delete(token);
      }
    }
    const token = newNonce();
    this.files.set(token, { bytes, packed, until: now + VALID_MS });
    return token;
  }

  find(token: string): Pick<BillFile, "bytes" | "packed"> | undefined {
    const file = this.files.get(token);
    return file && file.until > this.clock.now().getTime() ? file : undefined;
  }
}
