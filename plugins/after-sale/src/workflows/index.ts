export * from "./settle-refund-request";
