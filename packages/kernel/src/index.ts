export * from "./money";
export * from "./clock";
export * from "./errors";
export * from "./lock";
export * from "./sql";
