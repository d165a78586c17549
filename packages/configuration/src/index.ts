export { SettingsError } from "@mall/wechat";
export { type Configuration, readConfiguration } from "./configuration";
export { type Setting, type SettingName, SETTINGS } from "./settings-table";
