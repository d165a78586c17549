import { join } from "node:path";

import { root } from "../runner/paths";
import { lastExecForm, readDockerfile, type Stage } from "./dockerfile";

/** What the image of the mall says about its processes. */
export interface Image {
  command: string[];
  environment: Record<string, string>;
  healthcheck: string[];
  /** The commands that are run in the final stage. */
  runs: string[];
}

export function readImage(): Image {
  const stage = readDockerfile(join(root, "Dockerfile")).at(-1);
  if (stage === undefined) throw new Error("The Dockerfile has no stage");
  return {
    command: lastExecForm(stage, "CMD"),
    environment: environmentOf(stage),
    healthcheck: lastExecForm(stage, "HEALTHCHECK"),
    runs: stage.instructions.filter(({ keyword }) => keyword === "RUN").map(({ text }) => text),
  };
}

function environmentOf({ instructions }: Stage): Record<string, string> {
  const settings = instructions
    .filter(({ keyword }) => keyword === "ENV")
    .flatMap(({ text }) => text.split(/\s+/))
    .map((pair) => pair.split("=") as [string, string]);
  return Object.fromEntries(settings);
}
