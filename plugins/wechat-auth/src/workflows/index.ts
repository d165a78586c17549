export * from "./bind-phone";
export * from "./login";
