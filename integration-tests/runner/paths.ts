import { join } from "node:path";

/** The checkout. */
export const root = join(__dirname, "..", "..");
/** What test runs keep between each other and their logs; not that of `npm start`. */
export const stateDirectory = join(root, ".mall", "test");
export const logDirectory = join(stateDirectory, "logs");
