// Shared with the bootstrap, which needs it before there is a compiler.
export {
  isAlive,
  npmAround,
  processIdentity,
  type KnownProcess,
} from "../../bin/bootstrap/lock.cjs";
