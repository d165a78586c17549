// Shared with the bootstrap, which needs it before there is a compiler.
export { isAlive, npmAround, processIdentity } from "../../bin/bootstrap/lock.cjs";
