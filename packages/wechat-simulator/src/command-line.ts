import { parseArgs } from "node:util";
import { SimulatorStartError, type SimulatorOptions } from "./options";

const USAGE =
  "Usage: main [--port <0-65535>] [--host <address>] [--directory <path>] [--time-scale <number>] " +
  "[--refund-processing-ms <number>] [--bills-next-day]";

function toNumber(name: string, text: string, valid: (value: number) => boolean): number {
  const value = Number(text);
  if (text.trim() === "" || !valid(value)) {
    throw new SimulatorStartError(`--${name} cannot be "${text}". ${USAGE}`);
  }
  return value;
}

const isPort = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < 65536;

/**
 * Reads the command line; what is not given keeps its default.
 *
 * @throws SimulatorStartError that names the wrong option
 */
export function readOptions(args: string[]): SimulatorOptions {
  const text = { type: "string" } as const;
  const options = {
    port: text,
    host: text,
    directory: text,
    "time-scale": text,
    "refund-processing-ms": text,
    "bills-next-day": { type: "boolean" },
  } as const;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];
  try {
    ({ values } = parseArgs({ args, options }));
  } catch (error) {
    throw new SimulatorStartError(`${(error as Error).message}. ${USAGE}`, { cause: error });
  }
  const { port, host, directory, "time-scale": timeScale } = values;
  const processing = values["refund-processing-ms"];
  return {
    ...(port !== undefined && { port: toNumber("port", port, isPort) }),
    ...(host !== undefined && { host }),
    ...(directory !== undefined && { directory }),
    ...(timeScale !== undefined && {
      timeScale: toNumber("time-scale", timeScale, Number.isFinite),
    }),
    ...(processing !== undefined && {
      refundProcessingMs: toNumber("refund-processing-ms", processing, Number.isFinite),
    }),
    ...(values["bills-next-day"] && { billsNextDay: true }),
  };
}
