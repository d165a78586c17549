import { stripVTControlCharacters } from "node:util";
import { readTextIfThere } from "./files";

/** The last `count` lines of a log as a person reads them; empty when there is no file. */
export function lastLines(file: string, count: number): string[] {
  const lines = (readTextIfThere(file) ?? "").split("\n").flatMap(readable);
  return lines.filter((line) => line !== "").slice(-count);
}

/** Medusa logs JSON in production mode: of that only the message, which may have several lines. */
function readable(line: string): string[] {
  if (!line.startsWith("{")) {
    return [withoutControls(line)];
  }
  try {
    const entry: unknown = JSON.parse(line);
    const message =
      typeof entry === "object" && entry !== null && "message" in entry ? entry.message : line;
    return String(message).split("\n").map(withoutControls);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return [line];
    }
    throw error;
  }
}

/** Without colours, cursor moves, and what a carriage return overwrote. */
function withoutControls(line: string): string {
  return stripVTControlCharacters(line)
    .replace(/^.*\r(?!$)/, "")
    .trimEnd();
}
