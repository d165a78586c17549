import { applyEvent } from "../books/apply";
import type { BooksEvent } from "../books/events";
import { assertBalanced, assertLegal } from "../books/legality";
import { emptyBooks, type BooksState } from "../books/records";
import { fromSnapshot, type Snapshot } from "../books/snapshot";

/** A journal file: one JSON value a line; a snapshot can only be the first. */
export type JournalLine = BooksEvent | { type: "snapshot"; snapshot: Snapshot };

export const toLine = (line: JournalLine): string => `${JSON.stringify(line)}\n`;

/** The journal is damaged somewhere else than in its unfinished last line. */
export class JournalError extends Error {
  override readonly name = "JournalError";
}

function replayLine(state: BooksState, text: string, number: number): BooksState {
  try {
    const line = JSON.parse(text) as JournalLine;
    if (line.type === "snapshot") {
      return fromSnapshot(line.snapshot);
    }
    assertLegal(state, line);
    applyEvent(state, line);
    assertBalanced(state);
    return state;
  } catch (error) {
    throw new JournalError(`line ${number} is damaged: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * Rebuilds the state from a journal's bytes. A last line without its newline was cut off by a crash
 * before its event counted, so it is left out.
 *
 * @returns the state, and how many bytes of the journal are sound
 * @throws JournalError
 */
export function replay(bytes: Buffer): { state: BooksState; soundBytes: number } {
  let state = emptyBooks();
  let start = 0;
  for (let number = 1; ; number += 1) {
    const end = bytes.indexOf(0x0a, start);
    if (end === -1) {
      return { state, soundBytes: start };
    }
    state = replayLine(state, bytes.toString("utf8", start, end), number);
    start = end + 1;
  }
}
