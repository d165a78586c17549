import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { EventLog } from "../books/books";
import type { BooksEvent } from "../books/events";
import { emptyBooks, type BooksState } from "../books/records";
import type { Snapshot } from "../books/snapshot";
import { replay, toLine } from "./lines";

const COMPACT_ABOVE_BYTES = 8 * 1024 * 1024;

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(file, bytes, written);
  }
}

/**
 * The append-only file of the books. Every event is handed to the operating system before it
 * counts, so a kill -9 loses nothing; a power cut may lose the last moments, as no fsync waits.
 */
export class Journal implements EventLog {
  private file: number;
  /** Compaction costs as much as the state is large, so it waits until the file has doubled. */
  private compactAbove: number;

  private constructor(
    private readonly path: string,
    private bytes: number,
    private readonly smallestCompaction: number,
  ) {
    this.file = openSync(path, "a", 0o600);
    ftruncateSync(this.file, bytes);
    this.compactAbove = Math.max(smallestCompaction, bytes * 2);
  }

  /**
   * Opens or begins the journal and rebuilds the state it tells.
   *
   * @param smallestCompaction bytes under which the file is never rewritten
   * @throws JournalError when the file is damaged before its last line
   */
  static open(
    path: string,
    smallestCompaction = COMPACT_ABOVE_BYTES,
  ): { journal: Journal; state: BooksState } {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const { state, soundBytes } = existsSync(path)
      ? replay(readFileSync(path))
      : { state: emptyBooks(), soundBytes: 0 };
    return { journal: new Journal(path, soundBytes, smallestCompaction), state };
  }

  append(event: BooksEvent): void {
    const line = Buffer.from(toLine(event));
    try {
      writeAll(this.file, line);
    } catch (error) {
      // A half-written line would swallow the next one.
      ftruncateSync(this.file, this.bytes);
      throw error;
    }
    this.bytes += line.length;
  }

  compact(snapshot: () => Snapshot): void {
    if (this.bytes <= this.compactAbove) {
      return;
    }
    try {
      this.rewrite(toLine({ type: "snapshot", snapshot: snapshot() }));
    } catch (error) {
      // The event that led here is safe in the old file, so its caller must not be told it failed.
      console.error(`The journal ${this.path} could not be compacted:`, error);
    }
    this.compactAbove = Math.max(this.smallestCompaction, this.bytes * 2);
  }

  /** Puts a new file in the old one's place; at every moment one of the two is whole. */
  private rewrite(line: string): void {
    const bytes = Buffer.from(line);
    const unfinished = `${this.path}.tmp`;
    const replacement = openSync(unfinished, "w", 0o600);
    try {
      writeAll(replacement, bytes);
      fsyncSync(replacement);
    } finally {
      closeSync(replacement);
    }
    renameSync(unfinished, this.path);
    const next = openSync(this.path, "a", 0o600);
    closeSync(this.file);
    this.file = next;
    this.bytes = bytes.length;
  }

  close(): void {
    closeSync(this.file);
  }
}
