export * from "./expire-order";
