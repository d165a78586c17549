import { readFileSync } from "node:fs";

export interface Instruction {
  /** FROM, COPY, RUN … */
  keyword: string;
  /** The rest, continued lines joined; `--flags` of the instruction are in `flags`. */
  text: string;
  flags: Record<string, string>;
}

export interface Stage {
  name: string;
  from: string;
  instructions: Instruction[];
}

/** Reads a Dockerfile of the plain kind: no heredocs, no other escape character. */
export function readDockerfile(file: string): Stage[] {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("#"))
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const stages: Stage[] = [];
  for (const line of lines) {
    const instruction = readInstruction(line);
    if (instruction.keyword === "FROM") {
      const [from = "", , name = String(stages.length)] = instruction.text.split(/\s+/);
      stages.push({ name, from, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push(instruction);
    }
  }
  return stages;
}

/** The arguments of the last instruction of this kind in its JSON form: `CMD ["node", "…"]`. */
export function lastExecForm(stage: Stage, keyword: string): string[] {
  const last = stage.instructions.findLast((instruction) => instruction.keyword === keyword);
  const json = /\[.*\]$/.exec(last?.text ?? "")?.[0];
  if (json === undefined) throw new Error(`${stage.name} has no ${keyword} in JSON form`);
  return JSON.parse(json) as string[];
}

function readInstruction(line: string): Instruction {
  const [, keyword = "", rest = ""] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
  const flags: Record<string, string> = {};
  let text = rest;
  for (let flag = FLAG.exec(text); flag; flag = FLAG.exec(text)) {
    flags[flag[1] ?? ""] = flag[2] ?? "";
    text = text.slice(flag[0].length);
  }
  return { keyword: keyword.toUpperCase(), text, flags };
}

const FLAG = /^--([a-z-]+)=(\S+)\s+/;
