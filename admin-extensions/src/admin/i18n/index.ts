import coreWording from "./core-wording.json";
import { en } from "./en";
import { zhCN } from "./zh-cn";

export default { zhCN: { ...zhCN, translation: coreWording }, en };
