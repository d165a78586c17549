import { createHash } from "node:crypto";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline, Readable } from "node:stream";
import { TextDecoder } from "node:util";
import { createGunzip } from "node:zlib";
import { WechatMalformedError, WechatTransportError } from "../errors";
import { malformedBill } from "./bill-format";
import { type BillKind, type BillRows, createBillReader } from "./bill-rows";

/** Packed or unpacked. No bill of one day is longer; 100,000 rows are about 30 MB. */
const MAX_BILL_BYTES = 512 * 1024 * 1024;
const MAX_LINE_CHARACTERS = 64 * 1024;
const PIECE_BYTES = 64 * 1024;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/**
 * A bill on its way into the program, in a file without a name: nobody else can open it, and
 * nothing is left of it after a crash. It holds openids.
 */
export class BillFile {
  private constructor(private readonly file: FileHandle) {}

  static async create(): Promise<BillFile> {
    const directory = await mkdtemp(join(tmpdir(), "wechat-bill-"));
    try {
      return new BillFile(await open(join(directory, "bill"), "wx+", 0o600));
    } finally {
      await rm(directory, { recursive: true });
    }
  }

  /**
   * Stores a bill as it arrives, packed or not.
   *
   * @throws WechatTransportError `too_large`
   */
  async store(pieces: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const piece of bounded(pieces)) await this.file.appendFile(piece);
  }

  /**
   * @returns the SHA1 of the unpacked bill, in lower-case hex
   * @throws WechatMalformedError when it cannot be unpacked
   */
  async sha1(): Promise<string> {
    const hash = createHash("sha1");
    try {
      for await (const piece of bounded(await this.#bytes())) hash.update(piece);
    } catch (cause) {
      if (!isUnpackingError(cause)) throw cause;
      throw new WechatMalformedError("The bill of WeChat Pay cannot be unpacked", { cause });
    }
    return hash.digest("hex");
  }

  /** Reads the whole bill, and yields nothing. */
  async check(kind: BillKind): Promise<void> {
    const reader = createBillReader(kind);
    for await (const lines of this.#lines()) for (const line of lines) reader.line(line);
    reader.end();
  }

  async *rows<Kind extends BillKind>(kind: Kind): AsyncGenerator<BillRows[Kind]> {
    const reader = createBillReader(kind);
    for await (const lines of this.#lines()) {
      for (const line of lines) {
        const row = reader.line(line);
        if (row) yield row;
      }
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }

  /** The bill, unpacked. Some servers unpack it themselves, so the bytes tell, not the request. */
  async #bytes(): Promise<AsyncIterable<Buffer>> {
    const { buffer, bytesRead } = await this.file.read(Buffer.alloc(2), 0, 2, 0);
    if (bytesRead < 2 || !buffer.equals(GZIP_MAGIC)) return this.#stored();
    // A failure of either surfaces where the bytes are read.
    return pipeline(Readable.from(this.#stored()), createGunzip(), () => undefined);
  }

  async *#stored(): AsyncGenerator<Buffer> {
    let position = 0;
    for (;;) {
      const { buffer, bytesRead } = await this.file.read(
        Buffer.allocUnsafe(PIECE_BYTES),
        0,
        PIECE_BYTES,
        position,
      );
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  /** Lines, some thousand at a time, without their breaks. */
  async *#lines(): AsyncGenerator<readonly string[]> {
    // Drops the byte order mark too.
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let rest = "";
    for await (const piece of await this.#bytes()) {
      const lines = (rest + decode(decoder, piece)).split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > MAX_LINE_CHARACTERS) throw malformedBill("a line has no end");
      yield lines.map(withoutReturn);
    }
    yield [withoutReturn(rest + decode(decoder))];
  }
}

async function* bounded<Piece extends Uint8Array>(
  pieces: AsyncIterable<Piece>,
): AsyncGenerator<Piece> {
  let size = 0;
  for await (const piece of pieces) {
    size += piece.byteLength;
    if (size > MAX_BILL_BYTES) {
      throw new WechatTransportError("too_large", `A bill is longer than ${MAX_BILL_BYTES} bytes`);
    }
    yield piece;
  }
}

/** What zlib throws; everything else is no fault of the bill. */
function isUnpackingError(error: unknown): boolean {
  return String((error as { code?: unknown } | undefined)?.code).startsWith("Z_");
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

function decode(decoder: TextDecoder, piece?: Buffer): string {
  try {
    return decoder.decode(piece, { stream: piece !== undefined });
  } catch {
    throw malformedBill("it is no UTF-8");
  }
}
