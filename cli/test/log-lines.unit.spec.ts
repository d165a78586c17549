import path from "node:path";
import { lastLines } from "../src/lib/log-lines";
import { temporaryFolder, writeFiles } from "./temporary-folder";

const folder = temporaryFolder();

describe("the last lines of a log", () => {
  const read = (content: string, count = 10): string[] => {
    writeFiles(folder, { log: content });
    return lastLines(path.join(folder, "log"), count);
  };

  it("are the last ones, without empty lines", () => {
    expect(read("one\n\ntwo\nthree\n", 2)).toEqual(["two", "three"]);
  });

  it("are none when there is no log", () => {
    expect(lastLines(path.join(folder, "none"), 3)).toEqual([]);
  });

  it("are the messages of what Medusa logs as JSON, line by line", () => {
    const entry = { level: "error", message: "It failed\n    at somewhere", timestamp: "t" };
    expect(read(`plain\n${JSON.stringify(entry)}\n{not json\n`)).toEqual([
      "plain",
      "It failed",
      "    at somewhere",
      "{not json",
    ]);
  });

  it("have no colours and nothing that was overwritten", () => {
    expect(read("\u001b[31mred\u001b[0m\nloading\rdone\n")).toEqual(["red", "done"]);
  });
});
