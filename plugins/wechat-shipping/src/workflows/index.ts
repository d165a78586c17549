export * from "./report-shipping";
