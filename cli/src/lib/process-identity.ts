// Shared with the bootstrap, which needs it before there is a compiler.
export { processIdentity } from "../../bin/bootstrap/lock.cjs";
