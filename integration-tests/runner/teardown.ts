import { endRun } from "./run-scope";

export default endRun;
