export { startSimulator } from "./simulator";
export {
  SimulatorStartError,
  type RunningSimulator,
  type SimulatorCredentials,
  type SimulatorOptions,
} from "./options";
export type { Clock } from "./clock";
