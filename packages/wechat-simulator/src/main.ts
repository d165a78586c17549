import { readOptions } from "./command-line";
import { SimulatorStartError } from "./options";
import { startSimulator } from "./simulator";

async function main(): Promise<void> {
  const simulator = await startSimulator(readOptions(process.argv.slice(2)));
  const stop = (): void => {
    void simulator.stop().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  console.log(JSON.stringify({ url: simulator.url, pid: process.pid }));
}

main().catch((error: unknown) => {
  console.error(error instanceof SimulatorStartError ? error.message : error);
  process.exit(1);
});
